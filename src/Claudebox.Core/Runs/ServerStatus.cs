namespace Claudebox.Runs;

/// <summary>The body of <c>GET /status</c>: what the server does now. Finished runs are in <c>GET /runs</c>.</summary>
public sealed record ServerStatus
{
    /// <summary>Absolute paths of the workspaces in which a run is at work, by name.</summary>
    public required IReadOnlyList<string> BusyWorkspaces { get; init; }

    /// <summary>Running and queued runs, oldest first, whichever interface they came from.</summary>
    public required IReadOnlyList<RunProgress> Runs { get; init; }
}
