using System.Net;
using System.Net.Sockets;

namespace Claudebox.Server.Hosting;

/// <summary>The verb <c>healthcheck</c>: asks the resident server for its health; exit code 0 when it answers.</summary>
internal static class HealthcheckCommand
{
    /// <summary>By which the server tells that nobody needs it: the engine asks all the time.</summary>
    public const string UserAgent = "claudebox-healthcheck";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks once.</summary>
    public static async Task<int> RunAsync()
    {
        var options = ServerOptions.FromEnvironment();
        using var handler = new SocketsHttpHandler
        {
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
        };
        using var client = new HttpClient(handler)
        {
            BaseAddress = new Uri("http://claudebox"),
            Timeout = Limit,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        try
        {
            Console.WriteLine(await client.GetStringAsync("/health"));
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"The server at {options.SocketPath} does not answer: {e.Message}");
            return 1;
        }
    }
}
