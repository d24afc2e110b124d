using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Claudebox.Cli.Tests.Support;

/// <summary>
/// The real engine, seen through a socket of its own: only containers of one test are listed there, and an image may have another
/// name. What a test does to "all containers" or to the default image thus never reaches other tests.
/// </summary>
public sealed class EngineView : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Transfer-Encoding", "Host", "Upgrade", "Keep-Alive"];
    private readonly WebApplication _app;
    private readonly HttpClient _engine;
    private readonly string _mark;
    private readonly IReadOnlyDictionary<string, string> _names;

    private EngineView(WebApplication app, HttpClient engine, string socket, string mark, IReadOnlyDictionary<string, string> names)
    {
        (_app, _engine, Socket, _mark, _names) = (app, engine, socket, mark, names);
    }

    /// <summary>The socket's path.</summary>
    public string Socket { get; }

    /// <summary>The value of <c>DOCKER_HOST</c>.</summary>
    public string Address => "unix://" + Socket;

    /// <summary>Opens a view.</summary>
    /// <param name="socket">The socket to make.</param>
    /// <param name="mark">What the name or a label of a container must hold so that it is listed.</param>
    /// <param name="names">Names of images: as they are asked for, and as the engine is to know them.</param>
    public static async Task<EngineView> OpenAsync(string socket, string mark, params (string Asked, string Known)[] names)
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is ['u', 'n', 'i', 'x', ':', ..] named ? new Uri(named).AbsolutePath : "/var/run/docker.sock";
        var engine = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var connection = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(host), token);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://engine"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var view = new EngineView(app, engine, socket, mark, names.ToDictionary(name => name.Asked, name => name.Known));
        app.Run(view.ForwardAsync);
        await app.StartAsync();
        return view;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _engine.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var target = context.Request.Path.Value + context.Request.QueryString.Value;
        foreach (var (asked, known) in _names)
        {
            target = target.Replace(asked, known, StringComparison.Ordinal).Replace(Uri.EscapeDataString(asked), Uri.EscapeDataString(known), StringComparison.Ordinal);
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target) { Content = new StreamContent(context.Request.Body) };
        foreach (var header in context.Request.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value))
            {
                request.Content.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
            }
        }

        if (context.Request.Method is "GET" or "HEAD" or "DELETE")
        {
            request.Content = null;
        }

        using var response = await _engine.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.Concat(response.Content.Headers).Where(header => !HopByHop.Contains(header.Key)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        if (context.Request.Path.Value!.EndsWith("/containers/json", StringComparison.Ordinal) && response.StatusCode == HttpStatusCode.OK)
        {
            context.Response.ContentLength = null;
            await context.Response.WriteAsync(Own(await response.Content.ReadAsStringAsync(context.RequestAborted)), context.RequestAborted);
            return;
        }

        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await CopyAsync(body, context.Response.Body, context.RequestAborted);
    }

    private string Own(string containers) =>
        new JsonArray([.. JsonNode.Parse(containers)!.AsArray().Where(item => item!.ToJsonString().Contains(_mark, StringComparison.Ordinal)).Select(item => item!.DeepClone())]).ToJsonString();

    // A build tells its steps as they happen.
    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }
}
