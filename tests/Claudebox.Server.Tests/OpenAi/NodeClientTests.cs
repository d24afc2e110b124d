using System.Diagnostics;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>OpenAI's official client for Node.js, in a process of its own.</summary>
public sealed class NodeClientTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Version = "7.57.0";
    private const string Pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly ApiHost _host = shared.Host;

    [Fact]
    public async Task Chat_and_models_work()
    {
        var models = await CallAsync("models", []);
        var chat = await CallAsync("chat", ChatClient.Request("[sim:text text=hello]"));

        Assert.Equal(["haiku", "sonnet", "opus", "opusplan"], models["found"]!.AsArray().Select(m => m!.GetValue<string>()));
        Assert.Equal("haiku", models["one"]!["id"]!.GetValue<string>());
        Assert.Equal("hello", chat["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Streams_work_by_hand_and_through_the_librarys_accumulator()
    {
        var request = ChatClient.Request("[sim:long deltas=12 delay=1]");
        request["stream_options"] = new JsonObject { ["include_usage"] = true };
        var chunks = (await CallAsync("stream", request)).AsArray();
        var runner = await CallAsync("runner", ChatClient.Request("[sim:bash say=looking command=true text=done]"));

        var texts = chunks.Select(c => c!["choices"]!.AsArray().FirstOrDefault()?["delta"]!["content"]?.GetValue<string>()).Where(t => t is { Length: > 0 }).ToList();
        Assert.Equal(12, texts.Count);
        Assert.Equal(LongScenario.TextOf(12), string.Concat(texts));
        Assert.True(chunks[^1]!["usage"]!["total_tokens"]!.GetValue<int>() > 0);
        Assert.Equal("looking\n\ndone", runner["content"]!.GetValue<string>());
        Assert.Equal("stop", runner["completion"]!["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Conversations_images_and_schemas_work()
    {
        var marker = Guid.NewGuid().ToString("N");
        var request = ChatClient.Request(
            ChatClient.Message("system", "Be brief."),
            ChatClient.Message("user", "first-" + marker),
            ChatClient.Message("assistant", "noted"),
            ChatClient.Message("user", new JsonArray(ChatClient.Text("[sim:schema json='{\"n\": 3}'] last-" + marker), ChatClient.Image(Pixel))));
        request["response_format"] = JsonNode.Parse("""
            {"type":"json_schema","json_schema":{"name":"count","strict":true,"schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}}
            """);

        Assert.Equal(3, (await CallAsync("parse", request))["n"]!.GetValue<int>());
        var sent = ChatClient.RequestWith(_host.Model, "last-" + marker).Body.GetRawText();
        Assert.Contains("first-" + marker, sent, StringComparison.Ordinal);
        Assert.Contains("\"image/png\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_its_own_exceptions_and_no_prompt_runs_twice()
    {
        var tools = ChatClient.Request("never");
        tools["tools"] = JsonNode.Parse("""[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""");
        var unknown = ChatClient.Request("never");
        unknown["model"] = "gpt-4o";
        var marker = Guid.NewGuid().ToString("N");

        var unauthorized = await FailAsync("chat", ChatClient.Request("never"), key: "wrong");
        var refused = await FailAsync("chat", tools);
        var missing = await FailAsync("chat", unknown);
        var failed = await FailAsync("chat", ChatClient.Request("[sim:error status=500 should-retry=false] " + marker));
        var broken = await FailAsync("stream", ChatClient.Request("[sim:error-event text=begun]"));

        Assert.Equal(("AuthenticationError", 401, "invalid_api_key"), unauthorized);
        Assert.Equal(("BadRequestError", 400, "invalid_request"), refused);
        Assert.Equal(("NotFoundError", 404, "model_not_found"), missing);
        Assert.Equal(("InternalServerError", 500, "claude_failed"), failed);
        Assert.Equal(("APIError", null, "overloaded"), broken);
        Assert.Equal(1, _host.Model.Count(r => r.IsMain && r.PromptText.Contains(marker, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("chat", "[sim:error status=401 should-retry=false]", 502)]
    [InlineData("chat", "[sim:error status=429 should-retry=false]", 429)]
    [InlineData("chat", "[sim:error status=500 should-retry=false]", 500)]
    [InlineData("stream", "[sim:error status=529]", 503)]
    public async Task A_failed_run_is_not_repeated(string name, string prompt, int status)
    {
        var marker = Guid.NewGuid().ToString("N");

        var failed = await FailAsync(name, ChatClient.Request($"{prompt} {marker}"));

        Assert.Equal(status, failed.Status);
        using var api = _host.Connect();
        Assert.Equal(1, await api.CountRunsAsync(marker));
    }

    [Fact]
    public async Task Leaving_a_stream_ends_the_run()
    {
        Assert.True((await CallAsync("leave", ChatClient.Request("[sim:stall text=node-leaves]")))["left"]!.GetValue<bool>());

        await _host.Model.WaitForRequestAsync(r => r.PromptText.Contains("node-leaves", StringComparison.Ordinal) && r.Outcome == RequestOutcome.AbortedByClient, Limit);
    }

    private async Task<JsonNode> CallAsync(string name, JsonObject input)
    {
        var output = await RunAsync(name, input, ApiHost.Token);
        return output["value"] ?? throw new InvalidOperationException(output.ToJsonString());
    }

    private async Task<(string? Error, int? Status, string? Code)> FailAsync(string name, JsonObject input, string key = ApiHost.Token)
    {
        var output = await RunAsync(name, input, key);
        return (output["error"]?.GetValue<string>(), output["status"]?.GetValue<int>(), output["code"]?.GetValue<string>());
    }

    private async Task<JsonObject> RunAsync(string name, JsonObject input, string key)
    {
        var package = await NodePackage.GetAsync("openai", Version, TestContext.Current.CancellationToken);
        var script = Path.Combine(AppContext.BaseDirectory, "OpenAi", "openai-client.cjs");
        var address = FormattableString.Invariant($"http://127.0.0.1:{_host.Port}/openai/v1");
        using var node = Process.Start(new ProcessStartInfo(package.Node, [script, package.Folder, address, key, name, input.ToJsonString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        var line = output.TrimEnd().Split('\n')[^1];
        return line.StartsWith('{') ? JsonNode.Parse(line)!.AsObject() : throw new InvalidOperationException($"Node ended with {node.ExitCode}: {await error}");
    }
}
