using System.Net;
using System.Net.Sockets;

namespace Claudebox.Docker.Tests.Support;

/// <summary>Stands where Anthropic's API would: accepts connections and never answers, so that a run goes on until it is ended.</summary>
internal sealed class SilentApi : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Any, 0);
    private readonly List<TcpClient> _clients = [];
    private int _connections;

    public SilentApi()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What makes Claude Code call this.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["ANTHROPIC_BASE_URL"] = $"http://host.docker.internal:{((IPEndPoint)_listener.LocalEndpoint).Port}",
        ["ANTHROPIC_API_KEY"] = "test-secret-4711",
    };

    public void Dispose()
    {
        _listener.Dispose();
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                lock (_clients)
                {
                    _clients.Add(client);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
