using System.Net;
using System.Net.Sockets;

namespace Claudebox.Server.Hosting;

/// <summary>The way from other verbs of this program to the resident server.</summary>
internal static class ServerSocket
{
    /// <summary>Makes a client; it connects at its first request.</summary>
    public static HttpClient Client(ServerOptions options) => new(new SocketsHttpHandler
    {
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.SocketPath), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = new Uri("http://claudebox"),
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
