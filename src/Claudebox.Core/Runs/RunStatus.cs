namespace Claudebox.Runs;

/// <summary>The states of a run. The last four are final and never change.</summary>
public enum RunStatus
{
    /// <summary>Accepted; waits for its workspace.</summary>
    Queued,

    /// <summary>Has its workspace; Claude Code is about to start or at work.</summary>
    Running,

    /// <summary>Ended with a successful result.</summary>
    Completed,

    /// <summary>Ended with a failure; <see cref="RunRecord.Error"/> tells which.</summary>
    Failed,

    /// <summary>Ended because someone asked for it.</summary>
    Cancelled,

    /// <summary>The server died while the run was in progress.</summary>
    Interrupted,
}
