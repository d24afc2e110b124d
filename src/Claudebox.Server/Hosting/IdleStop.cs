using Claudebox.Server.Runs;

namespace Claudebox.Server.Hosting;

/// <summary>
/// Ends the server, and with it the container, when nobody has needed it for a while: no run, no connection. The
/// host starts a stopped container again at the next prompt.
/// </summary>
internal sealed class IdleStop(
    ServerOptions options, RunEngine engine, OpenConnections connections, StopWhenUnused stop, TimeProvider time, ILogger<IdleStop> logger)
    : IHostedService, IDisposable
{
    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IdleTimeout > TimeSpan.Zero)
        {
            _timer = time.CreateTimer(_ => _ = OnTimerAsync(), null, options.IdleTimeout, Timeout.InfiniteTimeSpan);
            engine.ActivityChanged += Rearm;
            connections.Closed += Rearm;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Rearm() => _timer?.Change(options.IdleTimeout, Timeout.InfiniteTimeSpan);

    private async Task OnTimerAsync()
    {
        if (await stop.TryAsync(asker: null) is null)
        {
            logger.IdleStop((int)options.IdleTimeout.TotalSeconds);
        }
        else
        {
            Rearm();
        }
    }
}
