using System.Net;
using System.Net.Sockets;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>A way to a server that breaks off after a number of bytes of answers, as often as it is told, and then holds.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly int _bytes;
    private readonly Task _accepting;
    private int _left;

    public BreakingProxy(Uri target, int breaks, int bytes)
    {
        (_target, _left, _bytes) = (target, breaks, bytes);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many times it will still break.</summary>
    public int BreaksLeft => Volatile.Read(ref _left);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        using var server = new TcpClient();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await server.ConnectAsync(_target.Host, _target.Port, ended.Token);
            var up = client.GetStream().CopyToAsync(server.GetStream(), ended.Token);
            await Task.WhenAny(up, CopyAnswersAsync(server.GetStream(), client.GetStream(), ended.Token));
            await ended.CancelAsync();
            await up;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Connections that break are what it is for.
        }
    }

    private async Task CopyAnswersAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        long done = 0;
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            done += count;
            if (done >= _bytes && BreaksLeft > 0)
            {
                Interlocked.Decrement(ref _left);
                return;
            }
        }
    }
}
