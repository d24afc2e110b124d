using System.Globalization;
using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>Lets runs in: one at a time per workspace, so many at a time in this server, first come first served.</summary>
internal sealed class RunAdmission(WorkspaceLocks locks, WorkspaceQueue queue, RunSlots slots, ServerOptions options)
{
    private const int RetryAfterSeconds = 5;

    /// <summary>Takes what a run needs.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="identity">Its workspace.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The claim; null when the run has to wait and wants to.</returns>
    /// <exception cref="ClaudeboxException">It has to wait and does not want to, or too many wait already.</exception>
    public async Task<RunClaim?> EnterAsync(RunPlan plan, WorkspaceIdentity identity, CancellationToken cancellationToken)
    {
        LockAttempt? attempt = null;
        if (!queue.HasWaiters(identity))
        {
            if (slots.TryTake())
            {
                attempt = await TryLockAsync(plan, identity, cancellationToken);
                if (attempt.Lock is { } held)
                {
                    return new RunClaim(held, slots, queue);
                }
            }
            else if (!plan.Request.Wait)
            {
                throw Limited(string.Create(CultureInfo.InvariantCulture, $"{options.MaxRuns} runs are at work, which is the limit."));
            }
        }

        if (!plan.Request.Wait)
        {
            throw Busy(plan, attempt?.Holder);
        }

        if (options.MaxQueuedBytes > 0 && queue.Bytes + plan.Size > options.MaxQueuedBytes)
        {
            throw Limited(string.Create(
                CultureInfo.InvariantCulture, $"With this one, the requests that wait would have more than {options.MaxQueuedBytes} bytes, which is the limit."));
        }

        return options.MaxQueued == 0 || queue.Count(identity) < options.MaxQueued
            ? null
            : throw Limited(string.Create(
                CultureInfo.InvariantCulture, $"{options.MaxQueued} runs wait for the workspace {plan.Workspace}, which is the limit."));
    }

    /// <summary>How many runs wait for a workspace.</summary>
    public int PlacesBefore(WorkspaceIdentity identity) => queue.Count(identity);

    /// <summary>Puts a run at the end of its workspace's queue.</summary>
    public void Queue(Run run, RunPlan plan, WorkspaceIdentity identity) => queue.Enter(run, identity, plan.Size);

    /// <summary>Waits for a queued run's turn.</summary>
    /// <exception cref="OperationCanceledException">The run was told to end.</exception>
    public Task<RunClaim> WaitAsync(Run run, RunPlan plan, WorkspaceIdentity identity) => queue.WaitAsync(run, identity, async () =>
        slots.TryTake() && (await TryLockAsync(plan, identity, run.Stop)).Lock is { } held ? new RunClaim(held, slots, queue) : null);

    // With a slot taken, which is given back unless the workspace is free too.
    private async Task<LockAttempt> TryLockAsync(RunPlan plan, WorkspaceIdentity identity, CancellationToken cancellationToken)
    {
        LockAttempt? attempt = null;
        try
        {
            return attempt = await locks.TryAcquireAsync(identity, plan.RunId, plan.Mark, cancellationToken);
        }
        finally
        {
            if (attempt?.Lock is null)
            {
                slots.Free();
            }
        }
    }

    private static ClaudeboxException Limited(string message) => new(new RunFailure
    {
        Code = FailureCode.LimitReached,
        Message = message,
        RetryAfterSeconds = RetryAfterSeconds,
    });

    private ClaudeboxException Busy(RunPlan plan, LockOwner? holder)
    {
        var workspace = options.ServesAllWorkspaces ? plan.Request.Workspace : holder?.HostPath ?? plan.Workspace;
        return new ClaudeboxException(
            FailureCode.WorkspaceBusy,
            $"The workspace{(string.IsNullOrEmpty(workspace) ? "" : " " + workspace)} is busy: {LockOwner.Describe(holder, options)} holds it.");
    }
}
