using System.Collections.Concurrent;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudebox.Server.Hosting;

/// <summary>
/// The open connections of the container's own socket, those of the image's health check apart. A client connects before it
/// submits and stays connected, so an open connection may be a prompt that is about to come.
/// </summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<ConnectionUse, bool> _open = new();

    /// <summary>Raised when a connection that somebody used was closed.</summary>
    public event Action? Closed;

    /// <summary>Keeps the connections of an endpoint in view.</summary>
    public void Count(ListenOptions listen) => listen.Use(next => async connection =>
    {
        var use = new ConnectionUse();
        connection.Features.Set(use);
        _open[use] = true;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(use, out _);
            if (!use.IsOnlyProbe)
            {
                Closed?.Invoke();
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

    /// <summary>Whether one is open.</summary>
    /// <param name="apartFrom">The request whose own connection does not count; may be null.</param>
    public bool AreThere(HttpContext? apartFrom)
    {
        var own = apartFrom?.Features.Get<ConnectionUse>();
        return _open.Keys.Any(use => use != own && !use.IsOnlyProbe);
    }

    private sealed class ConnectionUse
    {
        public bool IsOnlyProbe { get; set; }
    }
}
