using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>A run that this server drives.</summary>
internal sealed class Run : IRunView, IAsyncDisposable
{
    private readonly Lock _ending = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AsyncPulse _changed = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunEntry _entry;
    private RunRecord _record;
    private RunFailure? _stopReason;
    private Task _stopping = Task.CompletedTask;
    private int _holders;

    public Run(RunRequest request, RunRecord record, RunEntry entry)
    {
        Request = request;
        _record = record;
        _entry = entry;
    }

    /// <summary>What was asked for.</summary>
    public RunRequest Request { get; }

    /// <summary>The ledger's entry.</summary>
    public RunEntry Entry => _entry;

    /// <summary>Fires when the run is to end.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Why the run was told to end; null when it was not.</summary>
    public RunFailure? StopReason => Volatile.Read(ref _stopReason);

    /// <summary>Whether processes of the run are left that cannot be ended.</summary>
    public bool HasLeftovers { get; set; }

    /// <summary>Completes when the run is over: final, its workspace free, its entry closed.</summary>
    public Task Completion => _completion.Task;

    /// <inheritdoc/>
    public RunRecord Record => Volatile.Read(ref _record);

    /// <inheritdoc/>
    public Task Changed() => _changed.Next;

    /// <summary>Tells the run to end. The first reason counts; a final run takes no notice.</summary>
    /// <param name="reason">The failure that the run's record will show.</param>
    public void End(RunFailure reason)
    {
        lock (_ending)
        {
            if (Record.IsFinal || _stopReason is not null)
            {
                return;
            }

            _stopReason = reason;
            _stopping = _stop.CancelAsync();
        }
    }

    /// <summary>
    /// Notes one more caller that wants the run; <see cref="LetGo"/> follows when it does so no more. One that will come back for the
    /// outcome never lets go.
    /// </summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Notes that such a caller wants it no more. Without the last one the run ends, unless it has.</summary>
    /// <param name="reason">The failure that the run's record will show.</param>
    public void LetGo(RunFailure reason)
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            End(reason);
        }
    }

    /// <summary>Notes that the run is over.</summary>
    public void Complete() => _completion.TrySetResult();

    /// <summary>Changes the record, durably, and tells the readers.</summary>
    public void Update(Func<RunRecord, RunRecord> change)
    {
        var changed = change(Record);
        try
        {
            _entry.Write(changed);
        }
        finally
        {
            Volatile.Write(ref _record, changed);
            _changed.Pulse();
        }
    }

    /// <summary>Appends an event and tells the readers.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        _entry.Append(line);
        var record = Record;
        Volatile.Write(ref _record, record with { EventCount = record.EventCount + 1 });
        _changed.Pulse();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping;
        _stop.Dispose();
        await _entry.DisposeAsync();
    }
}
