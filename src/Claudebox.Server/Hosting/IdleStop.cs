using Claudebox.Server.Runs;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudebox.Server.Hosting;

/// <summary>
/// Ends the server, and with it the container, when nobody has needed it for a while: no run, no connection. The
/// host starts a stopped container again at the next prompt.
/// </summary>
internal sealed class IdleStop(
    ServerOptions options, RunEngine engine, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<IdleStop> logger)
    : IHostedService, IDisposable
{
    private ITimer? _timer;
    private int _connections;

    /// <summary>Counts connections of an endpoint as activity.</summary>
    public void Count(ListenOptions listen) => listen.Use(next => async connection =>
    {
        Interlocked.Increment(ref _connections);
        Rearm();
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
            Rearm();
        }
    });

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IdleTimeout > TimeSpan.Zero)
        {
            _timer = time.CreateTimer(_ => OnTimer(), null, options.IdleTimeout, Timeout.InfiniteTimeSpan);
            engine.ActivityChanged += Rearm;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Rearm() => _timer?.Change(options.IdleTimeout, Timeout.InfiniteTimeSpan);

    private void OnTimer()
    {
        if (engine.ActiveCount > 0 || Volatile.Read(ref _connections) > 0)
        {
            Rearm();
            return;
        }

        logger.IdleStop((int)options.IdleTimeout.TotalSeconds);
        lifetime.StopApplication();
    }
}
