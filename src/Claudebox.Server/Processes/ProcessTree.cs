namespace Claudebox.Server.Processes;

/// <summary>
/// The processes of a run: those that carry its mark, those that descend from them or from Claude Code, and those
/// that were seen descending from it earlier.
/// </summary>
internal sealed class ProcessTree(int rootId, uint? mark)
{
    private readonly HashSet<(int Id, long StartTime)> _seen = Root(rootId);

    /// <summary>The living processes of the run.</summary>
    public IReadOnlyList<ProcessEntry> Collect()
    {
        var table = ProcessTable.Snapshot();
        var members = new HashSet<int>();
        foreach (var process in table)
        {
            if (_seen.Contains((process.Id, process.StartTime)) ||
                (mark is { } group && ProcessTable.HasGroup(process.Id, group)))
            {
                members.Add(process.Id);
            }
        }

        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var process in table)
            {
                grown |= members.Contains(process.ParentId) && members.Add(process.Id);
            }
        }

        var living = table.Where(p => members.Contains(p.Id) && !p.IsZombie && p.Id != Environment.ProcessId).ToList();
        _seen.UnionWith(living.Select(p => (p.Id, p.StartTime)));
        return living;
    }

    /// <summary>Kills the run's processes until none is left.</summary>
    /// <param name="cancellationToken">Bounds the effort.</param>
    /// <param name="except">A process that is left alone.</param>
    /// <returns>Whether all are gone.</returns>
    public async Task<bool> KillAsync(CancellationToken cancellationToken, int? except = null)
    {
        for (var pause = 5; ; pause = Math.Min(pause * 2, 100))
        {
            var living = Collect().Where(p => p.Id != except).ToList();
            if (living.Count == 0)
            {
                return true;
            }

            foreach (var process in living)
            {
                _ = Native.Kill(process.Id, Native.SigKill);
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private static HashSet<(int Id, long StartTime)> Root(int id) =>
        ProcessTable.Find(id) is { } root ? [(root.Id, root.StartTime)] : [];
}
