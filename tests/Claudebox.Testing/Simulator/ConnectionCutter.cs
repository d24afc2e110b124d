using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Claudebox.Testing;

/// <summary>Ends a connection in the middle of a response.</summary>
internal static class ConnectionCutter
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Closes the sending side, so that the client first reads everything that was sent and then the end, and aborts when the client has left.</summary>
    public static async Task CutAsync(HttpContext http, CancellationToken stopping)
    {
        // An abort alone sends a reset, at which clients throw away what they have not read yet.
        http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(_patience, left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }
}
