namespace Claudebox.Views;

/// <summary>The four output formats (behaviour.md 1.2.5, 1.7); all are views of one event stream.</summary>
public enum OutputFormat
{
    /// <summary>The result's text.</summary>
    Text,

    /// <summary>One JSON object: the result, with cost and tokens.</summary>
    Json,

    /// <summary>The result with <c>turns</c> and <c>system</c>: every tool call, tool result and message.</summary>
    JsonVerbose,

    /// <summary>One JSON object per line, one line per event, while they happen.</summary>
    StreamJson,
}
