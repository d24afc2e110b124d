using Claudebox.Runs;

namespace Claudebox.Installation;

/// <summary>One step of installing, updating or uninstalling, as it ended.</summary>
public sealed record InstallStep
{
    /// <summary>What the step is about, such as <c>SSH key</c>; the same each time.</summary>
    public required string Name { get; init; }

    /// <summary>How it ended.</summary>
    public required InstallStepStatus Status { get; init; }

    /// <summary>What was done, found or went wrong, for people.</summary>
    public required string Detail { get; init; }

    /// <summary>What the user can do about it or next; null when there is nothing.</summary>
    public string? Advice { get; init; }

    /// <summary>The kind of failure when it failed; null otherwise.</summary>
    public FailureCode? Code { get; init; }
}
