namespace Claudebox.Server.Processes;

/// <summary>
/// A supplementary group that only the processes of one run have. The kernel hands it to every descendant,
/// through setsid, double forks and the death of parents, so a run's processes can be found when their parents
/// are gone (tool processes live in sessions of their own, claude-cli.md §9).
/// </summary>
internal static class ProcessMark
{
    // Inside the first 65,536 ids, which is all that a rootless engine maps, and above what adduser hands out here.
    private const uint First = 50_000;
    private const uint Count = 10_000;

    private static uint _next = (uint)Random.Shared.Next((int)Count);

    /// <summary>Gives a group id that no living process has.</summary>
    public static uint Next()
    {
        var processes = ProcessTable.Snapshot();
        while (true)
        {
            var mark = First + (Interlocked.Increment(ref _next) % Count);
            if (!processes.Any(p => ProcessTable.HasGroup(p.Id, mark)))
            {
                return mark;
            }
        }
    }
}
