using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>A run that another server drives, or that is over.</summary>
internal sealed class StoredRun(RunLedger ledger, RunRecord record) : IRunView
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private RunRecord _record = record;

    /// <inheritdoc/>
    public RunRecord Record => _record.IsFinal ? _record : _record = ledger.Find(_record.RunId) ?? _record;

    /// <inheritdoc/>
    public Task Changed() => Task.Delay(Poll);
}
