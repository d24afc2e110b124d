using Claudebox.PowerShell.Hosting;
using Claudebox.Runs;

namespace Claudebox;

/// <summary>A workspace that has containers.</summary>
public sealed class ClaudeboxWorkspace
{
    internal ClaudeboxWorkspace(string path, IEnumerable<ClaudeboxContainer> containers, WorkspaceActivity? activity = null)
    {
        Path = path;
        Containers = [.. containers.OrderBy(container => container.Role)];
        SessionCount = activity?.Sessions;
        LastRun = activity?.LastRun;
        Cost = activity?.Cost;
    }

    /// <summary>The directory on this machine.</summary>
    public string Path { get; }

    /// <summary>The same as <see cref="Path"/>; other commands bind it by this name.</summary>
    public string Workspace => Path;

    /// <summary>Whether one of its containers runs.</summary>
    public bool IsRunning => Containers.Any(container => container.IsRunning);

    /// <summary>Its containers, one per role.</summary>
    public IReadOnlyList<ClaudeboxContainer> Containers { get; }

    /// <summary>How many sessions it has; null when no container runs that could tell.</summary>
    public int? SessionCount { get; }

    /// <summary>The newest run that is kept; null when there is none, or no container runs that could tell.</summary>
    public RunRecord? LastRun { get; }

    /// <summary>US dollars of the runs that are kept; null when no container runs that could tell.</summary>
    public decimal? Cost { get; }

    /// <summary>Gives the path.</summary>
    /// <returns>The directory.</returns>
    public override string ToString() => Path;
}
