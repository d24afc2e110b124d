namespace Claudebox;

/// <summary>The outcome of a check of <c>Test-Claudebox</c>.</summary>
public enum ClaudeboxCheckStatus
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It works, or will after something that happens by itself; still worth to be known.</summary>
    Warning,

    /// <summary>Prompts cannot run.</summary>
    Failed,
}
