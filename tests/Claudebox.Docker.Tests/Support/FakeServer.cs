using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Claudebox.Docker.Tests.Support;

/// <summary>A server on a Unix socket that speaks HTTP/2 as the one in a container does, and fails where a test wants it to.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"cb-{Guid.NewGuid():N}.sock");
    private readonly ConcurrentQueue<Socket> _connections = new();
    private WebApplication? _app;

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<(string Key, RunRequest Request, string Accept)> Submissions { get; } = new();

    public RequestDelegate OnRun { get; set; } = _ => Task.CompletedTask;

    public RequestDelegate OnGetRun { get; set; } = NotFound;

    public RequestDelegate OnEvents { get; set; } = NotFound;

    public RequestDelegate OnCancel { get; set; } = NotFound;

    public RequestDelegate OnOther { get; set; } = NotFound;

    /// <summary>What a new connection fails with, if anything.</summary>
    public Func<Exception?> ConnectFailure { get; set; } = () => null;

    public int ConnectionCount => _connections.Count;

    public static async Task<FakeServer> StartAsync()
    {
        var server = new FakeServer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ListenUnixSocket(server._socket, listen => listen.Protocols = HttpProtocols.Http2);
        });
        server._app = builder.Build();
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ServerClient Client() => new(async cancellationToken =>
    {
        if (ConnectFailure() is { } failure)
        {
            throw failure;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellationToken);
        _connections.Enqueue(socket);
        return new NetworkStream(socket, ownsSocket: true);
    });

    public void DropConnections()
    {
        foreach (var socket in _connections)
        {
            socket.Close(0);
        }
    }

    public static async Task SendEventsAsync(HttpContext context, params (long Id, string Line)[] events)
    {
        Begin(context);
        foreach (var (id, line) in events)
        {
            await context.Response.WriteAsync($": keep-alive\n\nid: {id}\ndata: {line}\n\n", Encoding.UTF8, context.RequestAborted);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static Task SendStateAsync(HttpContext context, RunRecord record)
    {
        Begin(context);
        return context.Response.WriteAsync($"event: run\ndata: {JsonSerializer.Serialize(record, WireJson.Default.RunRecord)}\n\n", context.RequestAborted);
    }

    public static Task SendRecordAsync(HttpContext context, RunRecord record) =>
        context.Response.WriteAsync(JsonSerializer.Serialize(record, WireJson.Default.RunRecord), context.RequestAborted);

    public static Task SendHealthAsync(HttpContext context, string status) => context.Response.WriteAsync(
        JsonSerializer.Serialize(new ServerHealth { Status = status, Version = "0", Role = "prog" }, WireJson.Default.ServerHealth), context.RequestAborted);

    public static Task SendProblemAsync(HttpContext context, ProblemDocument problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(problem, WireJson.Default.ProblemDocument));
    }

    public static Task NotFound(HttpContext context) =>
        SendProblemAsync(context, new ProblemDocument { Status = 404, Code = FailureCode.RunNotFound, Detail = "No such run." });

    public static Task ForeverAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public static RunRecord Record(string id, RunStatus status) =>
        new() { RunId = id, Status = status, Workspace = "/w", Origin = "prog", SubmittedAt = DateTimeOffset.UnixEpoch };

    public async ValueTask DisposeAsync()
    {
        DropConnections();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app!.StopAsync(limit.Token);
        await _app.DisposeAsync();
        File.Delete(_socket);
    }

    private static void Begin(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}{context.Request.QueryString}");
        var handler = path switch
        {
            "/run" => await SubmitAsync(context),
            _ when path.EndsWith("/cancel", StringComparison.Ordinal) => OnCancel,
            _ when path.EndsWith("/events", StringComparison.Ordinal) => OnEvents,
            _ when path.StartsWith("/runs/", StringComparison.Ordinal) => OnGetRun,
            _ => OnOther,
        };
        try
        {
            await handler(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Features.Get<IHttpResetFeature>()?.Reset(8);
        }
    }

    private async Task<RequestDelegate> SubmitAsync(HttpContext context)
    {
        var request = await JsonSerializer.DeserializeAsync(context.Request.Body, WireJson.Default.RunRequest, context.RequestAborted);
        Submissions.Enqueue((context.Request.Headers["Idempotency-Key"]!, request!, context.Request.Headers.Accept!));
        return OnRun;
    }
}
