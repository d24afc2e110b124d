using System.Net.Sockets;

namespace Claudebox.Docker.Tests.Support;

/// <summary>A Unix socket that leads to the engine's, and can be taken away as an engine that dies.</summary>
internal sealed class SocketProxy : IDisposable
{
    private readonly string _target;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _sockets = [];

    public SocketProxy(string target)
    {
        _target = target;
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cb-{Guid.NewGuid():N}.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public string Path { get; }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(Path);
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Close(0));
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            lock (_sockets)
            {
                _sockets.AddRange([client, engine]);
            }

            try
            {
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(_target));
                await Task.WhenAll(CopyAsync(client, engine), CopyAsync(engine, client));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // One side went away.
            }
        }
    }

    private static async Task CopyAsync(Socket source, Socket target)
    {
        var buffer = new byte[65536];
        while (await source.ReceiveAsync(buffer) is var count and > 0)
        {
            for (var sent = 0; sent < count;)
            {
                sent += await target.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }

        target.Shutdown(SocketShutdown.Send);
    }
}
