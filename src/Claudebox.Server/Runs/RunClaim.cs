namespace Claudebox.Server.Runs;

/// <summary>What a run needs to be at work: its workspace and a slot. Dispose it to free both.</summary>
internal sealed class RunClaim(WorkspaceLock held, RunSlots slots, RunQueue queue) : IAsyncDisposable
{
    private bool _freed;

    /// <summary>Notes that processes of the run are left that cannot be ended.</summary>
    public void NoteLeftovers() => held.HasLeftovers = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A slot that is freed twice would raise the limit.
        if (_freed)
        {
            return;
        }

        _freed = true;
        try
        {
            await held.DisposeAsync();
        }
        finally
        {
            slots.Free();
            queue.OnReleased();
        }
    }
}
