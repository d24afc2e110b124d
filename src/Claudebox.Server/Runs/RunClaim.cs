namespace Claudebox.Server.Runs;

/// <summary>What a run needs to be at work: its workspace and a slot. Dispose it to free both.</summary>
internal sealed class RunClaim(WorkspaceLock held, RunSlots slots, WorkspaceQueue queue) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
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
