using System.Globalization;
using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>
/// Lets runs in: one at a time per workspace, so many at a time in this server, first come first served. Who waits only
/// for a workspace holds no one else up; of those who could begin, the one that came first gets the next slot, and
/// somebody who comes later never gets it before.
/// </summary>
internal sealed class RunAdmission(WorkspaceLocks locks, RunQueue queue, RunSlots slots, ServerOptions options, TimeProvider time) : IDisposable
{
    private const int RetryAfterSeconds = 5;

    // Other containers hold workspaces too, and nothing tells when they let go.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _serving;

    /// <summary>Takes what a run needs, or a place in the line.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="identity">Its workspace.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The place; without a claim when the run has to wait and wants to.</returns>
    /// <exception cref="ClaudeboxException">It has to wait and does not want to, or too many wait already.</exception>
    public async Task<QueuePlace> EnterAsync(RunPlan plan, WorkspaceIdentity identity, CancellationToken cancellationToken)
    {
        var place = new QueuePlace(plan, identity);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await ServeAsync();
            if (await TryBeginAsync(place, cancellationToken) is { } claim)
            {
                place.Grant(claim);
                return place;
            }

            CheckRoom(place);
            queue.Enter(place);
        }
        finally
        {
            _gate.Release();
        }

        KeepServing();
        return place;
    }

    /// <summary>How many runs are before one in its workspace's line.</summary>
    public int PositionOf(QueuePlace place) => queue.PositionOf(place);

    /// <summary>Waits for a queued run's turn; its record tells its position meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The run was told to end.</exception>
    public async Task<RunClaim> WaitAsync(Run run, QueuePlace place)
    {
        try
        {
            while (!place.Granted.IsCompleted)
            {
                var moved = queue.Moved;
                var position = queue.PositionOf(place);
                if (position != run.Record.QueuePosition)
                {
                    run.Update(r => r with { QueuePosition = position });
                }

                await Task.WhenAny(place.Granted, moved).WaitAsync(run.Stop);
            }

            run.Stop.ThrowIfCancellationRequested();
            return await place.Granted;
        }
        catch
        {
            await LeaveAsync(place);
            throw;
        }
    }

    /// <summary>Takes a run out of the line, or frees what it has got already.</summary>
    public async Task LeaveAsync(QueuePlace place)
    {
        if (queue.Leave(place))
        {
            place.Abandon();
            return;
        }

        // It is being served this moment, or has been.
        await place.Granted.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (place.Claim is { } claim)
        {
            await claim.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    // Behind the gate, like all that takes slots: nobody is turned away for a slot that another one only tries.
    private async Task<RunClaim?> TryBeginAsync(QueuePlace place, CancellationToken cancellationToken)
    {
        LockAttempt? attempt = null;
        if (queue.Count(place.Workspace) == 0)
        {
            if (slots.TryTake())
            {
                attempt = await TryLockAsync(place, cancellationToken);
                if (attempt.Lock is { } held)
                {
                    return new RunClaim(held, slots, queue);
                }
            }
            else if (!place.Plan.Request.Wait)
            {
                throw Limited(string.Create(CultureInfo.InvariantCulture, $"{options.MaxRuns} runs are at work, which is the limit."));
            }
        }

        return place.Plan.Request.Wait ? null : throw Busy(place.Plan.Workspace, attempt?.Holder);
    }

    private void CheckRoom(QueuePlace place)
    {
        if (options.MaxQueuedBytes > 0 && queue.Bytes + place.Plan.Size > options.MaxQueuedBytes)
        {
            throw Limited(string.Create(
                CultureInfo.InvariantCulture, $"With this one, the requests that wait would have more than {options.MaxQueuedBytes} bytes, which is the limit."));
        }

        if (options.MaxQueued > 0 && queue.Count(place.Workspace) >= options.MaxQueued)
        {
            throw Limited(string.Create(
                CultureInfo.InvariantCulture, $"{options.MaxQueued} runs wait for the workspace {place.Plan.Workspace}, which is the limit."));
        }
    }

    private void KeepServing()
    {
        if (Interlocked.Exchange(ref _serving, 1) == 0)
        {
            _ = Task.Run(ServeUntilEmptyAsync);
        }
    }

    private async Task ServeUntilEmptyAsync()
    {
        do
        {
            for (var moved = queue.Moved; !queue.IsEmpty; moved = queue.Moved)
            {
                await _gate.WaitAsync();
                try
                {
                    await ServeAsync();
                }
                finally
                {
                    _gate.Release();
                }

                using var soon = new CancellationTokenSource();
                await Task.WhenAny(moved, Task.Delay(Poll, time, soon.Token));
                await soon.CancelAsync();
            }

            Volatile.Write(ref _serving, 0);
        }
        while (!queue.IsEmpty && Interlocked.Exchange(ref _serving, 1) == 0);
    }

    // Lets in whoever can begin, in the order in which they came.
    private async Task ServeAsync()
    {
        foreach (var place in queue.Heads)
        {
            if (!slots.TryTake())
            {
                return;
            }

            try
            {
                var attempt = await TryLockAsync(place, CancellationToken.None);
                if (attempt.Lock is { } held)
                {
                    await HandOverAsync(place, new RunClaim(held, slots, queue));
                }
            }
            catch (Exception e)
            {
                // Such as a full disk: it is this run's failure, and the others go on.
                if (queue.Leave(place))
                {
                    place.Fail(e);
                }
            }
        }
    }

    private async Task HandOverAsync(QueuePlace place, RunClaim claim)
    {
        if (queue.Leave(place))
        {
            place.Grant(claim);
        }
        else
        {
            // It has given up meanwhile.
            await claim.DisposeAsync();
        }
    }

    // With a slot taken, which is given back unless the workspace is free too.
    private async Task<LockAttempt> TryLockAsync(QueuePlace place, CancellationToken cancellationToken)
    {
        LockAttempt? attempt = null;
        try
        {
            return attempt = await locks.TryAcquireAsync(place.Workspace, place.Plan.RunId, place.Plan.Mark, cancellationToken);
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

    private static ClaudeboxException Busy(string workspace, LockOwner? holder) => new(
        FailureCode.WorkspaceBusy,
        holder is null
            ? $"The workspace {workspace} is busy: another run holds it."
            : $"The workspace {holder.HostPath} is busy: the run {holder.RunId} in container {holder.Container} holds it.");
}
