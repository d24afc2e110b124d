using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Claudebox.Testing;

/// <summary>
/// A Messages API without a model: it streams, calls tools, fails, breaks off or keeps silent as a <see cref="ScenarioWord"/> in the
/// prompt says, and records every request. Point Claude Code at it with <c>ANTHROPIC_BASE_URL</c>.
/// </summary>
public sealed class ModelSimulator : IAsyncDisposable
{
    // The real API takes requests of up to 32 MB; a little more lets tests see what was sent beyond it.
    private const long MaxRequestBytes = 64L * 1024 * 1024;

    private static readonly TimeSpan _defaultTimeout = TimeSpan.FromSeconds(30);

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping;
    private readonly RequestLog _log;
    private readonly GateKeeper _gates;
    private int _disposed;

    private ModelSimulator(WebApplication application, CancellationTokenSource stopping, RequestLog log, GateKeeper gates, Uri baseUri)
    {
        _application = application;
        _stopping = stopping;
        _log = log;
        _gates = gates;
        BaseUri = baseUri;
    }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>The port on which it listens.</summary>
    public int Port => BaseUri.Port;

    /// <summary>The value for <c>ANTHROPIC_BASE_URL</c>: <see cref="BaseUri"/> without the final slash.</summary>
    public string BaseUrl => BaseUri.AbsoluteUri.TrimEnd('/');

    /// <summary>The requests to <c>POST /v1/messages</c> in the order of their arrival; a snapshot.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>How many requests are being answered, or kept waiting, now.</summary>
    public int ActiveRequests => Count(request => request.Outcome == RequestOutcome.Active);

    /// <summary>Starts a simulator.</summary>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<ModelSimulator> StartAsync(ModelSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        // The empty builder reads no settings from the environment and leaves Ctrl+C to the process.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Limits.MinResponseDataRate = null;
            // A flush then returns only when the socket has taken everything: memory stays bounded, and a cut comes after the text.
            kestrel.Limits.MaxResponseBufferSize = 0;
            kestrel.Listen(options.Address, options.Port);
        });
        var application = builder.Build();
        var stopping = new CancellationTokenSource();
        var log = new RequestLog(options.RecordedRequestLimit);
        var gates = new GateKeeper();
        var endpoint = new MessagesEndpoint(options, log, gates, stopping.Token);
        application.Run(endpoint.HandleAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            stopping.Dispose();
            throw;
        }

        return new ModelSimulator(application, stopping, log, gates, ReachableUri(application, options.Address));
    }

    /// <summary>How many of <see cref="Requests"/> fit.</summary>
    public int Count(Func<RecordedRequest, bool> predicate) => Requests.Count(predicate);

    /// <summary>Waits until a request fits; also looked at again whenever the outcome of a request changes.</summary>
    /// <param name="predicate">What the request must be like.</param>
    /// <param name="timeout">How long to wait; 30 seconds by default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The first that fits.</returns>
    /// <exception cref="TimeoutException">None did; the message lists what was recorded.</exception>
    public Task<RecordedRequest> WaitForRequestAsync(
        Func<RecordedRequest, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _log.WaitAsync(predicate, timeout ?? _defaultTimeout, cancellationToken);

    /// <summary>Opens the gate that prompts name with <c>gate=NAME</c>, for all of them, also those to come.</summary>
    public void OpenGate(string name) => _gates.Open(name);

    /// <summary>Forgets all recorded requests and attempts. Requests that are active now are answered all the same.</summary>
    public void Clear() => _log.Clear();

    /// <summary>Cuts what is still being answered and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private static Uri ReachableUri(WebApplication application, IPAddress address)
    {
        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var port = new Uri(bound).Port;
        var reachable = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        return new UriBuilder(Uri.UriSchemeHttp, reachable.ToString(), port).Uri;
    }
}
