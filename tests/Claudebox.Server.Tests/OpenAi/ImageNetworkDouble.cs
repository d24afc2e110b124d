using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Claudebox.Server.OpenAi.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Names and addresses as a test wants them; every connection that is asked for is noted and leads to a web server of the test.</summary>
internal sealed class ImageNetworkDouble : IImageNetwork, IAsyncDisposable
{
    private readonly ImageNetwork _real = new();
    private readonly ConcurrentQueue<IPEndPoint> _connections = new();
    private WebApplication? _server;

    /// <summary>The addresses of a name; the next answer each time it is asked for, the last one for ever.</summary>
    public Dictionary<string, Queue<IReadOnlyList<IPAddress>>> Names { get; } = [];

    /// <summary>The connections that were asked for, in order.</summary>
    public IReadOnlyList<IPEndPoint> Connections => [.. _connections];

    /// <summary>Gives a name its addresses.</summary>
    public ImageNetworkDouble With(string name, params string[][] answers)
    {
        Names[name] = new(answers.Select(a => (IReadOnlyList<IPAddress>)[.. a.Select(IPAddress.Parse)]));
        return this;
    }

    /// <summary>Starts the web server to which all connections lead.</summary>
    /// <param name="answer">Answers its requests.</param>
    public async Task ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(answer);
        await _server.StartAsync();
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        !Names.TryGetValue(host, out var answers) ? throw new SocketException((int)SocketError.HostNotFound)
        : Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());

    public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        _connections.Enqueue(address);
        return _real.ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(_server!.Urls.Single()).Port), cancellationToken);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
