namespace Claudebox.Server.Runs;

/// <summary>A run's place in the line, from its admission until it has what it needs.</summary>
/// <param name="plan">The run.</param>
/// <param name="workspace">Its workspace.</param>
internal sealed class QueuePlace(RunPlan plan, WorkspaceIdentity workspace)
{
    private readonly TaskCompletionSource<RunClaim> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The run.</summary>
    public RunPlan Plan => plan;

    /// <summary>Its workspace.</summary>
    public WorkspaceIdentity Workspace => workspace;

    /// <summary>Completes with what the run needs, or with what stood in the way for good.</summary>
    public Task<RunClaim> Granted => _granted.Task;

    /// <summary>What the run needs; null as long as it waits.</summary>
    public RunClaim? Claim => Granted.IsCompletedSuccessfully ? Granted.Result : null;

    /// <summary>Gives the run what it needs.</summary>
    public void Grant(RunClaim claim) => _granted.SetResult(claim);

    /// <summary>Notes that the run waits no more.</summary>
    public void Abandon() => _granted.SetCanceled();

    /// <summary>Tells the run that it will never get it.</summary>
    public void Fail(Exception reason) => _granted.SetException(reason);
}
