namespace Claudebox.Server.Runs;

/// <summary>A held lock of a workspace; dispose it to free the workspace.</summary>
internal sealed class WorkspaceLock : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly LockOwner _owner;
    private readonly WorkspaceLocks _locks;
    private readonly ITimer _heartbeat;
    private int _disposed;

    public WorkspaceLock(FileStream file, LockOwner owner, WorkspaceLocks locks, TimeProvider time, TimeSpan interval)
    {
        _file = file;
        _owner = owner;
        _locks = locks;
        _heartbeat = time.CreateTimer(_ => locks.Beat(owner), null, interval, interval);
    }

    /// <summary>Whether processes of the run are left that cannot be ended. Their owner then stays noted: who comes next ends them first.</summary>
    public bool HasLeftovers { get; set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _heartbeat.DisposeAsync();
        try
        {
            if (!HasLeftovers)
            {
                _locks.DeleteOwner(_owner);
            }
        }
        finally
        {
            await _file.DisposeAsync();
        }
    }
}
