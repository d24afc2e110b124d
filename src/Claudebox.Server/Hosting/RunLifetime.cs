using Claudebox.Server.Runs;

namespace Claudebox.Server.Hosting;

/// <summary>Puts the ledger in order at start, keeps it small, and ends all runs at stop.</summary>
internal sealed class RunLifetime(RunEngine engine, RunLedger ledger) : BackgroundService
{
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await engine.ShutDownAsync();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start-up path: listing also marks the runs of dead servers as interrupted.
        await Task.Yield();
        using var timer = new PeriodicTimer(PruneInterval);
        do
        {
            ledger.Prune();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
