namespace Claudebox.Server.Runs;

/// <summary>How many runs are at work in this server, up to a limit.</summary>
internal sealed class RunSlots(ServerOptions options)
{
    private long _taken;

    /// <summary>Takes a slot if one is free.</summary>
    public bool TryTake()
    {
        // Never above the limit, not even for a moment, in which another would be turned away for nothing.
        for (var taken = Volatile.Read(ref _taken); options.MaxRuns == 0 || taken < options.MaxRuns;)
        {
            var seen = Interlocked.CompareExchange(ref _taken, taken + 1, taken);
            if (seen == taken)
            {
                return true;
            }

            taken = seen;
        }

        return false;
    }

    /// <summary>Gives a slot back.</summary>
    public void Free() => Interlocked.Decrement(ref _taken);
}
