namespace Claudebox.Testing;

/// <summary>How a message ends once its content is sent.</summary>
public enum AnswerEnding
{
    /// <summary>As it should: <c>message_delta</c> with the stop reason, then <c>message_stop</c>.</summary>
    Complete,

    /// <summary>The connection dies after the content.</summary>
    ConnectionCut,

    /// <summary>An SSE event <c>error</c> after the content, then the end of the stream; without streaming, HTTP 529.</summary>
    ErrorEvent,

    /// <summary>Nothing more after the content until the client leaves or the simulator stops.</summary>
    Silence,
}
