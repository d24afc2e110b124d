using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudebox.Server.Tests.Api;

/// <summary>A plain HTTP/1.1 client of the API, which knows nothing of our types, like those of strangers.</summary>
public sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public ApiClient(int port, string? token)
    {
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200, UseProxy = false })
        {
            BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}")),
            Timeout = Patience,
        };
        if (token is not null)
        {
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The client beneath.</summary>
    public HttpClient Http { get; }

    /// <summary>Posts a prompt and gives the answer.</summary>
    public Task<ApiAnswer> RunAsync(JsonObject request, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/run", new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"), headers);

    /// <summary>Posts a prompt for a workspace, which is made.</summary>
    public Task<ApiAnswer> RunAsync(string prompt, string workspace, params (string Name, JsonNode Value)[] fields) =>
        RunAsync(Request(prompt, workspace, fields));

    /// <summary>A request for a workspace, which is made.</summary>
    public static JsonObject Request(string prompt, string workspace, params (string Name, JsonNode Value)[] fields)
    {
        var request = new JsonObject { ["prompt"] = prompt, ["workspace"] = workspace, ["createWorkspace"] = true };
        foreach (var (name, value) in fields)
        {
            request[name] = value.DeepClone();
        }

        return request;
    }

    /// <summary>Submits a run that does not depend on this connection, and gives its id.</summary>
    public async Task<string> SubmitAsync(string prompt, string workspace, params (string Name, JsonNode Value)[] fields)
    {
        var answer = await RunAsync(prompt, workspace, [.. fields, ("async", true)]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Text("runId");
    }

    /// <summary>Asks for a path.</summary>
    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Posts nothing to a path.</summary>
    public Task<ApiAnswer> PostAsync(string path) => SendAsync(HttpMethod.Post, path, null);

    /// <summary>Puts bytes.</summary>
    public Task<ApiAnswer> PutAsync(string path, byte[] content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, new ByteArrayContent(content), headers);

    /// <summary>Deletes.</summary>
    public Task<ApiAnswer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Sends a request with exactly this target and reads the answer to its end.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, Verbatim(target)) { Content = content };
        foreach (var (name, value) in headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(message);
        return new ApiAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers, response.Content.Headers);
    }

    /// <summary>Sends a request and gives the response as soon as its headers are there.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string target, JsonObject? request = null, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, Verbatim(target));
        if (request is not null)
        {
            message.Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Polls a run's result until it has one or has ended otherwise.</summary>
    public async Task<ApiAnswer> WaitForResultAsync(string runId)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await GetAsync("/run/result?runId=" + runId);
            if (answer.Status != HttpStatusCode.OK || answer.Json["status"]?.GetValue<string>() is not ("running" or "queued"))
            {
                return answer;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>How many runs there have been whose prompt's beginning holds a text.</summary>
    public async Task<int> CountRunsAsync(string text) => JsonNode.Parse((await GetAsync("/runs")).Body)!.AsArray()
        .Count(run => run!["promptPreview"]!.GetValue<string>().Contains(text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    // Uri would resolve "..", and decode what needs no escape.
    private Uri Verbatim(string target) =>
        new(Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}

/// <summary>An answer, read to its end.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>The body as a JSON object.</summary>
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    /// <summary>A member of the body.</summary>
    public string Text(string name) => Json[name]?.GetValue<string>() ?? throw new JsonException($"No '{name}' in {BodyText}");
}
