using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Sessions;
using Claudebox.Terminals;

namespace Claudebox.Server.Tests;

/// <summary>A plain HTTP/2 client of the server's socket.</summary>
public sealed class RunClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _modelUrl;

    /// <summary>Connects to a socket at the first request.</summary>
    public RunClient(string socketPath, string modelUrl)
    {
        _modelUrl = modelUrl;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ResponseDrainTimeout = TimeSpan.Zero,
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://claudebox"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>A request with the credentials of the simulator, in a session of its own.</summary>
    public RunRequest Request(string prompt) => new()
    {
        Prompt = prompt,
        NoContinue = true,
        Environment = new Dictionary<string, string>
        {
            ["ANTHROPIC_API_KEY"] = ServerHost.ApiKey,
            ["ANTHROPIC_BASE_URL"] = _modelUrl,
        },
    };

    /// <summary>Whether the server answers.</summary>
    public async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var response = await _http.GetAsync("/health");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Runs a prompt and reads its events to the end.</summary>
    public async Task<StreamedRun> RunAsync(RunRequest request, string? runId = null, CancellationToken cancellationToken = default)
    {
        await using var stream = await OpenAsync(request, runId, cancellationToken);
        return await stream.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Runs a prompt.</summary>
    public Task<StreamedRun> RunAsync(string prompt) => RunAsync(Request(prompt));

    /// <summary>Submits a prompt and leaves its stream open.</summary>
    public async Task<RunStream> OpenAsync(RunRequest request, string? runId = null, CancellationToken cancellationToken = default)
    {
        var response = await SendAsync(request, runId, "text/event-stream", "/run?raw=1", cancellationToken);
        await ThrowIfProblemAsync(response);
        return new RunStream(response);
    }

    /// <summary>Submits a prompt that does not depend on this connection.</summary>
    public async Task<RunRecord> SubmitAsync(RunRequest request, string? runId = null)
    {
        using var response = await SendAsync(request with { Async = true }, runId, "application/json", "/run", default);
        await ThrowIfProblemAsync(response);
        return JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(), WireJson.Default.RunRecord)!;
    }

    /// <summary>Runs a prompt and gives the plain answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)> AnswerAsync(RunRequest request, string? runId = null)
    {
        using var response = await SendAsync(request, runId, "application/json", "/run", default);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return (response.StatusCode, document.RootElement.Clone(), response.Headers);
    }

    /// <summary>Sends any body to <c>POST /run</c>.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string body, string? runId = null)
    {
        using var message = Message(HttpMethod.Post, "/run");
        message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (runId is not null)
        {
            message.Headers.Add("Idempotency-Key", runId);
        }

        using var response = await _http.SendAsync(message);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A run's record.</summary>
    public Task<RunRecord> GetRunAsync(string runId) => GetAsync($"/runs/{runId}", WireJson.Default.RunRecord);

    /// <summary>All runs.</summary>
    public Task<IReadOnlyList<RunRecord>> ListRunsAsync() => GetAsync("/runs", WireJson.Default.IReadOnlyListRunRecord);

    /// <summary>The workspace's sessions.</summary>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync() => GetAsync("/sessions", WireJson.Default.IReadOnlyListSessionRecord);

    /// <summary>Announces a terminal for a command.</summary>
    public async Task<TerminalLease> OpenTerminalAsync(params string[] arguments)
    {
        var request = new TerminalRequest
        {
            Arguments = arguments,
            Environment = new Dictionary<string, string>
            {
                ["ANTHROPIC_API_KEY"] = TerminalLease.ApiKey,
                ["ANTHROPIC_BASE_URL"] = _modelUrl,
                ["TERM"] = "xterm-256color",
            },
        };
        using var message = Message(HttpMethod.Post, "/terminals");
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.TerminalRequest));
        var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        await ThrowIfProblemAsync(response);
        return await TerminalLease.ReadAsync(response);
    }

    /// <summary>The server's health.</summary>
    public Task<ServerHealth> HealthAsync() => GetAsync("/health", WireJson.Default.ServerHealth);

    /// <summary>Follows a run's events from a point on.</summary>
    public async Task<RunStream> FollowAsync(string runId, long after = 0)
    {
        using var message = Message(HttpMethod.Get, FormattableString.Invariant($"/runs/{runId}/events?raw=1&partial=1&after={after}"));
        message.Headers.Accept.ParseAdd("text/event-stream");
        return new RunStream(await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead));
    }

    /// <summary>A run's events as NDJSON in Claude Code's bytes.</summary>
    public Task<byte[]> EventBytesAsync(string runId) => _http.GetByteArrayAsync($"/runs/{runId}/events?raw=1&partial=1");

    /// <summary>Cancels a run.</summary>
    public async Task<RunRecord> CancelAsync(string runId)
    {
        using var response = await _http.PostAsync($"/runs/{runId}/cancel", null);
        await ThrowIfProblemAsync(response);
        return JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(), WireJson.Default.RunRecord)!;
    }

    /// <summary>Hands credentials over.</summary>
    public async Task PutCredentialsAsync(ServerCredentials credentials)
    {
        using var message = Message(HttpMethod.Put, "/credentials");
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(credentials, WireJson.Default.ServerCredentials));
        using var response = await _http.SendAsync(message);
        await ThrowIfProblemAsync(response);
    }

    /// <summary>Asks the server to end unless somebody needs it.</summary>
    /// <returns>What keeps it; null when it ends.</returns>
    public async Task<string?> TryStopAsync()
    {
        using var response = await _http.PostAsync("/stop", null);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(), WireJson.Default.ProblemDocument)!;
        Assert.Equal(FailureCode.WorkspaceBusy, problem.Code);
        return problem.Detail;
    }

    /// <summary>Deletes sessions.</summary>
    public async Task<IReadOnlyList<string>> ClearSessionsAsync(string path = "/sessions")
    {
        using var response = await _http.DeleteAsync(path);
        await ThrowIfProblemAsync(response);
        return JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(), WireJson.Default.SessionsCleared)!.SessionIds;
    }

    /// <summary>Waits until a run is final.</summary>
    public async Task<RunRecord> WaitUntilFinalAsync(string runId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var record = await GetRunAsync(runId);
            if (record.IsFinal)
            {
                return record;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(RunRequest request, string? runId, string accept, string path, CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Post, path);
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.RunRequest));
        message.Headers.Accept.ParseAdd(accept);
        if (runId is not null)
        {
            message.Headers.Add("Idempotency-Key", runId);
        }

        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    // A client's default version does not apply to messages made by hand.
    private static HttpRequestMessage Message(HttpMethod method, string path) => new(method, path)
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private async Task<T> GetAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using var response = await _http.GetAsync(path);
        await ThrowIfProblemAsync(response);
        return JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(), type)!;
    }

    private static async Task ThrowIfProblemAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = JsonSerializer.Deserialize(await response.Content.ReadAsStreamAsync(), WireJson.Default.ProblemDocument)!;
            Assert.Equal((int)response.StatusCode, problem.Status);
            throw new ClaudeboxException(new RunFailure
            {
                Code = problem.Code,
                Message = problem.Detail!,
                Fields = problem.Errors,
                RetryAfterSeconds = problem.RetryAfterSeconds,
            });
        }
    }
}
