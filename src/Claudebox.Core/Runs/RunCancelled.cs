namespace Claudebox.Runs;

/// <summary>The body of <c>POST /run/cancel</c>.</summary>
public sealed record RunCancelled
{
    /// <summary><c>ok</c>: nothing that was named runs any more.</summary>
    public required string Status { get; init; }

    /// <summary>The run; null when a workspace was named.</summary>
    public string? RunId { get; init; }

    /// <summary>Absolute path of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The run's final state: a run that was over before keeps its own. Null when a workspace was named.</summary>
    public RunStatus? RunStatus { get; init; }
}
