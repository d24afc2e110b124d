using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <content>How connections are made.</content>
public sealed partial class ServerClient
{
    private const int SecondsOfSilence = 30;

    /// <summary>Makes a client of a server's HTTP API.</summary>
    /// <param name="address">Its URL, http or https; it may have a path, as behind a proxy.</param>
    /// <param name="token">A token of the server; null when it is open.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the token cannot be one.</exception>
    public ServerClient(Uri address, string? token)
    {
        ArgumentNullException.ThrowIfNull(address);
        Name = $"the server {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}";
        _isRemote = true;
        _version = HttpVersion.Version11;
        _versionPolicy = HttpVersionPolicy.RequestVersionOrHigher;
        var handler = Handler();
        handler.ConnectCallback = ConnectAsync;
        handler.ConnectTimeout = TimeSpan.FromSeconds(15);
        _http = Client(handler, address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"));
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerToken.Checked(token));
        }
    }

    /// <summary>The server, for messages.</summary>
    internal string Name { get; } = "the server in the container";

    // A network breaks connections that nobody gave up. The run must outlive that to be followed further; who gives it up cancels it.
    private RunRequest Surviving(RunRequest request) => _isRemote ? request with { FireAndForget = true } : request;

    private static HttpClient Client(SocketsHttpHandler handler, Uri address) => new(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler Handler() => new()
    {
        // An answer that is given up must end at once, for that is how the server learns of it.
        ResponseDrainTimeout = TimeSpan.Zero,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,

        // An open connection keeps the container from stopping when it is unused.
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        KeepAlivePingDelay = TimeSpan.FromSeconds(SecondsOfSilence),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(SecondsOfSilence),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        UseCookies = false,
        AllowAutoRedirect = false,
    };

    // HTTP/1.1 has no pings: a host that is gone would be waited for without end.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsOfSilence);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, SecondsOfSilence / 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            // Escaped for web pages, prompts in most of the world's languages would be twice as long or more.
            JsonSerializer.Serialize(writer, value, type);
        }

        var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
