namespace Claudebox.Testing;

/// <summary>How a message ends once its content is sent.</summary>
public enum AnswerEnding
{
    /// <summary>As it should: <c>message_delta</c> with the stop reason, then <c>message_stop</c>.</summary>
    Complete,

    /// <summary>The connection dies inside the last content block.</summary>
    ConnectionCut,

    /// <summary>An SSE event <c>error</c> inside the last content block, then the end of the stream.</summary>
    ErrorEvent,

    /// <summary>Nothing more, inside the last content block, until the client leaves or the simulator stops.</summary>
    Silence,
}
