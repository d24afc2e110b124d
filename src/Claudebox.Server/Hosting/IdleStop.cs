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

    /// <summary>Counts connections of an endpoint as activity, those of the image's health check apart.</summary>
    public void Count(ListenOptions listen) => listen.Use(next => async connection =>
    {
        var use = new ConnectionUse();
        connection.Features.Set(use);
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
            if (!use.IsOnlyProbe)
            {
                Rearm();
            }
        }
    });

    /// <summary>Notes what a connection is used for.</summary>
    public static void Note(HttpContext context)
    {
        if (context.Features.Get<ConnectionUse>() is { } use)
        {
            use.IsOnlyProbe = context.Request.Headers.UserAgent == HealthcheckCommand.UserAgent;
        }
    }

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

    private sealed class ConnectionUse
    {
        public bool IsOnlyProbe { get; set; }
    }
}
