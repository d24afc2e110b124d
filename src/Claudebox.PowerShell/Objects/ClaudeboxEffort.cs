namespace Claudebox;

/// <summary>How hard the model thinks (claude-cli.md §6).</summary>
public enum ClaudeboxEffort
{
    /// <summary>Little.</summary>
    Low,

    /// <summary>Some.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,

    /// <summary>More than much.</summary>
    XHigh,

    /// <summary>As much as the model can.</summary>
    Max,
}
