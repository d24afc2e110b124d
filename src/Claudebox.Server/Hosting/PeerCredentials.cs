using System.Net.Sockets;
using Claudebox.Server.Auth;
using Claudebox.Server.Processes;
using Claudebox.Server.Runs;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudebox.Server.Hosting;

/// <summary>Lets only root use the socket, and trusts whoever may (SO_PEERCRED); the tunnel's exec runs as root, the agent does not.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    /// <summary>Refuses connections of other users before a byte is read.</summary>
    public static void RequireRoot(this ListenOptions listen, ILogger logger) => listen.Use(next => connection =>
    {
        var peer = UserOf(connection.Features.Get<IConnectionSocketFeature>()!.Socket);
        if (peer != 0 && peer != Native.EffectiveUserId())
        {
            logger.PeerRefused((int)peer);
            connection.Abort(new ConnectionAbortedException("Only root may use this socket."));
            return Task.CompletedTask;
        }

        connection.Features.Set(TrustedConnection.Instance);
        return next(connection);
    });

    // struct ucred { pid_t pid; uid_t uid; gid_t gid; } (unix(7))
    private static uint UserOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials);
        return BitConverter.ToUInt32(credentials[4..8]);
    }
}
