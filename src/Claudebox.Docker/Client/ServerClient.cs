using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Sessions;
using Claudebox.Terminals;

namespace Claudebox.Docker;

/// <summary>
/// Speaks with the server of one container: HTTP/2 without negotiation, many requests over one connection, which is made
/// when it is needed and again when it was lost. All members may be called at the same time.
/// </summary>
public sealed partial class ServerClient : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    private readonly Version _version = HttpVersion.Version20;
    private readonly HttpVersionPolicy _versionPolicy = HttpVersionPolicy.RequestVersionExact;
    private readonly bool _isRemote;

    /// <summary>Makes a client over any connection.</summary>
    /// <param name="connect">Opens a connection to the server's socket; the client closes it.</param>
    public ServerClient(Func<CancellationToken, ValueTask<Stream>> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        var handler = Handler();
        handler.ConnectCallback = (_, cancellationToken) => connect(cancellationToken);
        handler.UseProxy = false;
        _http = Client(handler, new Uri("http://claudebox/"));
    }

    /// <summary>
    /// Runs a prompt and follows it to its end. The last update holds the run's final state, whether it succeeded or not.
    /// Ending the enumeration early, or cancelling it, cancels the run and waits until it is over. The prompt is never sent twice.
    /// </summary>
    /// <param name="request">The prompt and how to run it.</param>
    /// <param name="runId">The run's id: 1 to 64 of A-Z, a-z, 0-9, <c>-</c> and <c>_</c>; new for each run.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>Events and states, as they happen.</returns>
    /// <exception cref="ClaudeboxException">
    /// The run was not accepted (<see cref="FailureCode.WorkspaceBusy"/>, <see cref="FailureCode.InvalidRequest"/> and others), or
    /// its end could not be learned (<see cref="FailureCode.ConnectionLost"/>, <see cref="FailureCode.ContainerFailed"/>,
    /// <see cref="FailureCode.DockerUnavailable"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async IAsyncEnumerable<RunUpdate> RunAsync(
        RunRequest request, string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RunRequestRules.Check(request);
        ArgumentException.ThrowIfNullOrEmpty(runId);
        var follower = new RunFollower(this, request, runId);
        await using (follower.ConfigureAwait(false))
        {
            while (await follower.NextAsync(cancellationToken).ConfigureAwait(false) is { } update)
            {
                yield return update;
            }
        }
    }

    /// <summary>Asks for a run.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The run as it is now.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RunNotFound"/>, or the server cannot be reached.</exception>
    public Task<RunRecord> GetRunAsync(string runId, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, Run(runId), WireJson.Default.RunRecord, cancellationToken);

    /// <summary>Cancels a run and waits until it is over; does nothing to a run that is over.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Ends the wait, not the cancelling.</param>
    /// <returns>The run in its final state.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RunNotFound"/>, or the server cannot be reached.</exception>
    public Task<RunRecord> CancelRunAsync(string runId, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Post, Run(runId) + "/cancel", WireJson.Default.RunRecord, cancellationToken);

    /// <summary>Lists runs, the newest first.</summary>
    /// <param name="workspace">A workspace's path in the container; null lists all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The runs.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached.</exception>
    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(string? workspace = null, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, "runs" + Query(("workspace", workspace)), WireJson.Default.IReadOnlyListRunRecord, cancellationToken);

    /// <summary>Lists the sessions of a workspace.</summary>
    /// <param name="workspace">The workspace's path in the container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The sessions, the newest first.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached or refuses.</exception>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(string workspace, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, "sessions" + Query(("workspace", workspace)), WireJson.Default.IReadOnlyListSessionRecord, cancellationToken);

    /// <summary>Lists the sessions of a workspace with what only the whole of their transcripts tells; that takes longer.</summary>
    /// <param name="workspace">The workspace's path in the container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The sessions, the newest first.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached or refuses.</exception>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsInDetailAsync(string workspace, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, "sessions" + Query(("workspace", workspace), ("details", "1")), WireJson.Default.IReadOnlyListSessionRecord, cancellationToken);

    /// <summary>Deletes the sessions of a workspace.</summary>
    /// <param name="workspace">The workspace's path in the container.</param>
    /// <param name="origin">The lineage whose sessions go; null deletes all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached or refuses, as when a run is in progress.</exception>
    public Task<SessionsCleared> ClearSessionsAsync(string workspace, string? origin = null, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Delete, "sessions" + Query(("workspace", workspace), ("origin", origin)), WireJson.Default.SessionsCleared, cancellationToken);

    /// <summary>Deletes one session.</summary>
    /// <param name="sessionId">Its id.</param>
    /// <param name="workspace">The workspace's path in the container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.SessionNotFound"/>, or the server cannot be reached or refuses.</exception>
    public Task<SessionsCleared> DeleteSessionAsync(string sessionId, string workspace, CancellationToken cancellationToken = default) =>
        CallAsync(
            HttpMethod.Delete, "sessions/" + Uri.EscapeDataString(sessionId) + Query(("workspace", workspace)), WireJson.Default.SessionsCleared, cancellationToken);

    /// <summary>Asks how the server is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its health.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached.</exception>
    public Task<ServerHealth> HealthAsync(CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, "health", WireJson.Default.ServerHealth, cancellationToken);

    /// <summary>Asks the server to end, unless somebody needs it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What keeps it, such as "a run is in progress in it"; null when it ends and admits nothing any more.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached.</exception>
    internal async Task<string?> TryStopAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "stop");
        try
        {
            using var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ClaudeboxException exception) when (exception.Code == FailureCode.WorkspaceBusy)
        {
            return exception.Message;
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }

    /// <summary>Announces a terminal. As long as the lease is held the terminal counts as attached.</summary>
    internal Task<TerminalLease> OpenTerminalAsync(TerminalRequest request, CancellationToken cancellationToken) =>
        StoppingServer.SubmitAsync(this, () => OpenTerminalOnceAsync(request, cancellationToken), cancellationToken);

    private async Task<TerminalLease> OpenTerminalOnceAsync(TerminalRequest request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.TerminalRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, "terminals") { Content = content };
        try
        {
            return await TerminalLease.OpenAsync(await SendAsync(message, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }

    /// <summary>Closes the connection.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<RunStream> SubmitAsync(RunRequest request, string runId, CancellationToken cancellationToken) =>
        StoppingServer.SubmitAsync(this, () => SubmitOnceAsync(request, runId, cancellationToken), cancellationToken);

    private Task<RunStream> SubmitOnceAsync(RunRequest request, string runId, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "run?raw=1") { Content = Json(Surviving(request), WireJson.Default.RunRequest) };
        message.Headers.Add("Idempotency-Key", runId);
        return OpenStreamAsync(message, cancellationToken);
    }

    internal Task<RunStream> OpenEventsAsync(string runId, long after, bool partial, CancellationToken cancellationToken) =>
        OpenStreamAsync(
            new HttpRequestMessage(HttpMethod.Get, FormattableString.Invariant($"{Run(runId)}/events?after={after}&raw=1{(partial ? "&partial=1" : string.Empty)}")),
            cancellationToken);

    /// <summary>Asks whether a run is known; lost connections are reported as the HTTP stack reports them.</summary>
    internal async Task AskAsync(string runId, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, Run(runId));
            using var response = await SendAsync(message, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The server did not answer.", exception);
        }
    }

    private static string Run(string runId) => "runs/" + Uri.EscapeDataString(runId);

    private static string Query(params (string Name, string? Value)[] parameters)
    {
        var text = string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return text.Length == 0 ? string.Empty : "?" + text;
    }

    private async Task<RunStream> OpenStreamAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using (message)
        {
            message.Headers.Accept.ParseAdd("text/event-stream");
            var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
            return await RunStream.OpenAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        message.Version = _version;
        message.VersionPolicy = _versionPolicy;
        var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemReader.ReadAsync(response, Name, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> CallAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, path);
        return await CallAsync(message, type, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> CallAsync<T>(HttpRequestMessage message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        try
        {
            message.Headers.Accept.ParseAdd("application/json");
            using var response = await SendAsync(message, limited.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(limited.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(body, type, limited.Token).ConfigureAwait(false) ?? throw new JsonException("It is null.");
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClaudeboxException(FailureCode.ConnectionLost, $"{Name} did not answer within {AnswerLimit.TotalSeconds:0} seconds.", exception);
        }
        catch (JsonException exception)
        {
            throw new ClaudeboxException(FailureCode.InternalError, $"The server's answer to {message.RequestUri} cannot be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }
}
