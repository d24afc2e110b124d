using Claudebox.Server.Runs;
using Claudebox.Server.Terminals;

namespace Claudebox.Server.Hosting;

/// <summary>Puts the ledger in order at start, keeps it small, and ends all runs and terminals before anything else stops.</summary>
internal sealed class RunLifetime(RunEngine engine, TerminalKeeper terminals, RunLedger ledger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before the web server stops, which would wait for the streams of runs that are still going.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var ending = Task.WhenAll(engine.ShutDownAsync(), terminals.ShutDownAsync());

        // What does not end in time ends with this process; the next start finds such runs interrupted.
        if (await Task.WhenAny(ending, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)) == ending)
        {
            await ending;
        }
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
