using Claudebox.Installation;

namespace Claudebox;

/// <summary>One step of installing, updating or uninstalling, as it ended.</summary>
public sealed class ClaudeboxInstallStep
{
    internal ClaudeboxInstallStep(string name, InstallStepStatus status, string detail, string? advice)
    {
        Name = name;
        Status = status;
        Detail = detail;
        Advice = advice;
    }

    /// <summary>What the step is about, e.g. <c>SSH key</c>; the same each time.</summary>
    public string Name { get; }

    /// <summary>How it ended.</summary>
    public InstallStepStatus Status { get; }

    /// <summary>What was done, found or went wrong.</summary>
    public string Detail { get; }

    /// <summary>What to do about it or next; null when there is nothing.</summary>
    public string? Advice { get; }

    /// <summary>Gives one line about it.</summary>
    /// <returns>Name, status and what was done.</returns>
    public override string ToString() => $"{Name}: {Status}, {Detail}";
}
