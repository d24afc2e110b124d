using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Claudebox.Server.OpenAi.Images;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Names and addresses as a test wants them; every connection that is asked for is noted and leads to a web server of the test.</summary>
internal sealed class ImageNetworkDouble : IImageNetwork
{
    private readonly ImageNetwork _real = new();
    private readonly ConcurrentQueue<IPEndPoint> _connections = new();

    /// <summary>The addresses of a name; the next answer each time it is asked for, the last one for ever.</summary>
    public Dictionary<string, Queue<IReadOnlyList<IPAddress>>> Names { get; } = [];

    /// <summary>The connections that were asked for, in order.</summary>
    public IReadOnlyList<IPEndPoint> Connections => [.. _connections];

    /// <summary>Where connections lead.</summary>
    public int ServerPort { get; set; }

    /// <summary>Gives a name its addresses.</summary>
    public ImageNetworkDouble With(string name, params string[][] answers)
    {
        Names[name] = new(answers.Select(a => (IReadOnlyList<IPAddress>)[.. a.Select(IPAddress.Parse)]));
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        !Names.TryGetValue(host, out var answers) ? throw new SocketException((int)SocketError.HostNotFound)
        : Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());

    public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        _connections.Enqueue(address);
        return _real.ConnectAsync(new IPEndPoint(IPAddress.Loopback, ServerPort), cancellationToken);
    }
}
