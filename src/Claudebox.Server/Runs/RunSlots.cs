namespace Claudebox.Server.Runs;

/// <summary>How many runs are at work in this server, up to a limit.</summary>
internal sealed class RunSlots(ServerOptions options)
{
    private long _taken;

    /// <summary>Takes a slot if one is free.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= options.MaxRuns || options.MaxRuns == 0)
        {
            return true;
        }

        Free();
        return false;
    }

    /// <summary>Gives a slot back.</summary>
    public void Free() => Interlocked.Decrement(ref _taken);
}
