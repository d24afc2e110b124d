namespace Claudebox.Server.Runs;

/// <summary>Runs that wait for a workspace, first come first served.</summary>
internal sealed class WorkspaceQueue
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<Run, long> _sizes = [];
    private readonly Dictionary<string, List<Run>> _waiting = new(StringComparer.Ordinal);
    private readonly AsyncPulse _moved = new();

    /// <summary>Whether runs wait for this workspace.</summary>
    public bool HasWaiters(WorkspaceIdentity workspace)
    {
        lock (_gate)
        {
            return _waiting.ContainsKey(workspace.Key);
        }
    }

    /// <summary>How many runs wait for this workspace.</summary>
    public int Count(WorkspaceIdentity workspace)
    {
        lock (_gate)
        {
            return _waiting.TryGetValue(workspace.Key, out var queue) ? queue.Count : 0;
        }
    }

    /// <summary>Bytes of all requests that wait, whatever their workspace.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _sizes.Values.Sum();
            }
        }
    }

    /// <summary>Puts a run at the end of the queue; <see cref="WaitAsync"/> must follow.</summary>
    /// <param name="run">The run.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="size">Bytes of its request.</param>
    public void Enter(Run run, WorkspaceIdentity workspace, long size)
    {
        lock (_gate)
        {
            _sizes[run] = size;
            if (!_waiting.TryGetValue(workspace.Key, out var queue))
            {
                _waiting[workspace.Key] = queue = [];
            }

            queue.Add(run);
        }
    }

    /// <summary>Tells the waiters that a workspace of this server became free.</summary>
    public void OnReleased() => _moved.Pulse();

    /// <summary>Waits for the turn of a run that has entered, and takes what it needs.</summary>
    /// <param name="run">The run; its record tells its position meanwhile.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="tryAcquire">Takes it if it is free.</param>
    /// <exception cref="OperationCanceledException">The run was told to end.</exception>
    public async Task<RunClaim> WaitAsync(Run run, WorkspaceIdentity workspace, Func<Task<RunClaim?>> tryAcquire)
    {
        try
        {
            while (true)
            {
                var moved = _moved.Next;
                var position = PositionOf(run, workspace.Key);
                if (position != run.Record.QueuePosition)
                {
                    run.Update(r => r with { QueuePosition = position });
                }

                if (position == 0 && await tryAcquire() is { } acquired)
                {
                    return acquired;
                }

                await Task.WhenAny(moved, Task.Delay(Poll, run.Stop));
                run.Stop.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Leave(run, workspace.Key);
        }
    }

    private void Leave(Run run, string key)
    {
        lock (_gate)
        {
            _sizes.Remove(run);
            _waiting[key].Remove(run);
            if (_waiting[key].Count == 0)
            {
                _waiting.Remove(key);
            }
        }

        _moved.Pulse();
    }

    private int PositionOf(Run run, string key)
    {
        lock (_gate)
        {
            return _waiting[key].IndexOf(run);
        }
    }
}
