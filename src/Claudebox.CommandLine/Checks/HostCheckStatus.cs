namespace Claudebox.CommandLine.Checks;

/// <summary>The outcome of a check.</summary>
public enum HostCheckStatus
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It works, or will after something that happens by itself; still worth to be known.</summary>
    Warning,

    /// <summary>Prompts cannot run.</summary>
    Failed,
}
