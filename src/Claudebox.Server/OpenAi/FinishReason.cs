namespace Claudebox.Server.OpenAi;

/// <summary>Why an answer ended, in OpenAI's closed vocabulary: strict clients throw on any other word.</summary>
internal static class FinishReason
{
    /// <summary>The answer is complete.</summary>
    public const string Stop = "stop";

    /// <summary>The model's limit on output was reached.</summary>
    public const string Length = "length";

    /// <summary>The model refused.</summary>
    public const string ContentFilter = "content_filter";

    /// <summary>Translates a reason of the Messages API.</summary>
    /// <remarks>
    /// <c>tool_use</c>, with which answers to a schema end, is no <c>tool_calls</c>: a client would look for calls that are
    /// not there, since Claude Code's tools are its own.
    /// </remarks>
    public static string Of(string? stopReason) => stopReason switch
    {
        "max_tokens" or "model_context_window_exceeded" => Length,
        "refusal" => ContentFilter,
        _ => Stop,
    };
}
