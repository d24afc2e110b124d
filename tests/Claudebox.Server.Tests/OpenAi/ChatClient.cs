using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>A plain client of the OpenAI interface, which shows exactly what goes over the wire.</summary>
public sealed class ChatClient(ApiHost host, string? token = ApiHost.Token) : IDisposable
{
    public const string Path = "/openai/v1/chat/completions";

    /// <summary>The HTTP client beneath.</summary>
    public ApiClient Api { get; } = host.Connect(token);

    /// <summary>A request with messages.</summary>
    public static JsonObject Request(params JsonNode[] messages) => new() { ["model"] = "sonnet", ["messages"] = new JsonArray(messages) };

    /// <summary>A request with one user message.</summary>
    public static JsonObject Request(string prompt) => Request(Message("user", prompt));

    /// <summary>A message.</summary>
    public static JsonObject Message(string role, JsonNode? content) => new() { ["role"] = role, ["content"] = content };

    /// <summary>A text part.</summary>
    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    /// <summary>An image part.</summary>
    public static JsonObject Image(string url) => new() { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = url } };

    /// <summary>Posts a request and gives the answer.</summary>
    public Task<ApiAnswer> PostAsync(JsonObject request, params (string Name, string Value)[] headers) =>
        Api.SendAsync(HttpMethod.Post, Path, new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"), headers);

    /// <summary>Posts a request, which must succeed, and gives the answer's text.</summary>
    public async Task<string> AskAsync(JsonObject request, params (string Name, string Value)[] headers)
    {
        var answer = await PostAsync(request, headers);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.BodyText);
        return ContentOf(answer);
    }

    /// <summary>Posts a request for a stream.</summary>
    public async Task<ChatStream> OpenAsync(JsonObject request, params (string Name, string Value)[] headers)
    {
        request["stream"] = true;
        return new ChatStream(await Api.OpenAsync(HttpMethod.Post, Path, request, headers));
    }

    /// <summary>The text of an answer.</summary>
    public static string ContentOf(ApiAnswer answer) => answer.Json["choices"]![0]!["message"]!["content"]!.GetValue<string>();

    /// <summary>The request that reached the model with a text in its last prompt.</summary>
    public static RecordedRequest RequestWith(ModelSimulator model, string text) =>
        model.Requests.Last(r => r.IsMain && r.Body.GetRawText().Contains(text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose() => Api.Dispose();
}

/// <summary>An answer that comes piece by piece.</summary>
public sealed class ChatStream(HttpResponseMessage response) : IDisposable
{
    private IAsyncEnumerator<SseItem<string>>? _items;

    /// <summary>The response.</summary>
    public HttpResponseMessage Response => response;

    /// <summary>The pieces so far, without the final mark.</summary>
    public List<JsonObject> Chunks { get; } = [];

    /// <summary>Whether the stream said that it is complete.</summary>
    public bool IsDone { get; private set; }

    /// <summary>All text so far.</summary>
    public string Text => string.Concat(Texts);

    /// <summary>The texts of the pieces that have one.</summary>
    public IEnumerable<string> Texts => Deltas.Select(d => d["content"]?.GetValue<string>()).OfType<string>().Where(t => t.Length > 0);

    /// <summary>The reasons for which it ended.</summary>
    public IEnumerable<string> FinishReasons => Choices.Select(c => c["finish_reason"]?.GetValue<string>()).OfType<string>();

    /// <summary>The deltas so far.</summary>
    public IEnumerable<JsonObject> Deltas => Choices.Select(c => c["delta"]!.AsObject());

    private IEnumerable<JsonObject> Choices => Chunks.Where(c => c["choices"] is JsonArray { Count: > 0 }).Select(c => c["choices"]![0]!.AsObject());

    /// <summary>Reads one piece.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> ReadAsync()
    {
        _items ??= SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
        if (!await _items.MoveNextAsync())
        {
            return false;
        }

        Assert.False(IsDone, "Something follows the final mark.");
        if (_items.Current.Data == "[DONE]")
        {
            IsDone = true;
        }
        else
        {
            Chunks.Add(JsonNode.Parse(_items.Current.Data)!.AsObject());
        }

        return true;
    }

    /// <summary>Reads until text has come.</summary>
    public async Task ReadTextAsync()
    {
        while (!Texts.Any())
        {
            Assert.True(await ReadAsync(), "The stream ended without a text.");
        }
    }

    /// <summary>Reads the rest.</summary>
    public async Task<ChatStream> ReadToEndAsync()
    {
        Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
        while (await ReadAsync())
        {
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => response.Dispose();
}
