using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Chat requests that are answered piece by piece.</summary>
public sealed class ChatStreamTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ChatClient _chat = new(shared.Host);

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task Every_piece_of_text_is_a_chunk_between_the_role_and_one_finish_reason()
    {
        const int Deltas = 40;
        using var opened = await _chat.OpenAsync(ChatClient.Request($"[sim:long deltas={Deltas} delay=1]"));
        var stream = await opened.ReadToEndAsync();

        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(LongScenario.TextOf(Deltas), stream.Text);
        Assert.Equal(Deltas, stream.Texts.Count());
        Assert.Equal("assistant", stream.Deltas.First()["role"]!.GetValue<string>());
        Assert.Single(stream.Deltas, d => d.ContainsKey("role"));
        Assert.Equal("stop", Assert.Single(stream.FinishReasons));
        Assert.Empty(stream.Deltas.Last());
        Assert.True(stream.IsDone);
        foreach (var member in new[] { "id", "model", "created", "object" })
        {
            Assert.Single(stream.Chunks.Select(c => c[member]!.ToJsonString()).Distinct());
        }

        Assert.Equal("chat.completion.chunk", stream.Chunks[0]["object"]!.GetValue<string>());
        Assert.Equal("sonnet", stream.Chunks[0]["model"]!.GetValue<string>());
        Assert.DoesNotContain(stream.Chunks, c => c.ContainsKey("usage"));
    }

    [Fact]
    public async Task The_first_piece_is_there_before_the_answer_is_complete()
    {
        using var stream = await _chat.OpenAsync(ChatClient.Request("[sim:cut text=\"first words\" until=stream-early]"));
        await stream.ReadTextAsync();
        Assert.Empty(stream.FinishReasons);

        _host.Model.OpenGate("stream-early");
        await stream.ReadToEndAsync();
        Assert.StartsWith("first words", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usage_comes_as_a_chunk_of_its_own_when_asked_for()
    {
        var request = ChatClient.Request("[sim:text text=counted input=7 output=5]");
        request["stream_options"] = new JsonObject { ["include_usage"] = true };
        using var opened = await _chat.OpenAsync(request);
        var stream = await opened.ReadToEndAsync();

        var last = stream.Chunks[^1];
        Assert.Empty(last["choices"]!.AsArray());
        Assert.Equal(5, last["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.True(last["usage"]!["prompt_tokens"]!.GetValue<int>() >= 7);
        Assert.All(stream.Chunks.SkipLast(1), c => Assert.True(c.ContainsKey("usage") && c["usage"] is null));
        Assert.True(stream.IsDone);
    }

    [Fact]
    public async Task Tools_and_sub_agents_do_not_leak_into_the_text()
    {
        using var tool = await _chat.OpenAsync(ChatClient.Request("[sim:bash say=\"I will look.\" command=\"echo leaked\" text=\"All is well.\"]"));
        using var agent = await _chat.OpenAsync(ChatClient.Request("[sim:agent prompt=\"[sim:text text=from-inside]\" text=from-outside]"));
        using var thinking = await _chat.OpenAsync(ChatClient.Request("[sim:thinking thinking=secret text=answer]"));

        Assert.Equal("I will look.\n\nAll is well.", (await tool.ReadToEndAsync()).Text);
        Assert.Equal("from-outside", (await agent.ReadToEndAsync()).Text);
        Assert.Equal("answer", (await thinking.ReadToEndAsync()).Text);
    }

    [Fact]
    public async Task An_answer_to_a_schema_is_streamed_as_the_structured_output_only()
    {
        var request = ChatClient.Request("[sim:schema json='{\"answer\": 42}']");
        request["response_format"] = JsonNode.Parse("""{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object"}}}""");
        using var opened = await _chat.OpenAsync(request);
        var stream = await opened.ReadToEndAsync();

        Assert.Equal(42, JsonNode.Parse(stream.Text)!["answer"]!.GetValue<int>());
        Assert.Equal("stop", Assert.Single(stream.FinishReasons));
    }

    [Fact]
    public async Task A_failure_after_the_first_text_is_an_error_event_and_no_end()
    {
        using var opened = await _chat.OpenAsync(ChatClient.Request("[sim:error-event text=\"It begins\"]"));
        var stream = await opened.ReadToEndAsync();

        Assert.StartsWith("It begins", stream.Text, StringComparison.Ordinal);
        var error = stream.Chunks[^1]["error"]!;
        Assert.Equal("server_error", error["type"]!.GetValue<string>());
        Assert.Equal("overloaded", error["code"]!.GetValue<string>());
        Assert.Empty(stream.FinishReasons);
        Assert.False(stream.IsDone);
    }

    [Fact]
    public async Task A_failure_before_the_first_text_has_its_own_status()
    {
        using var stream = await _chat.OpenAsync(ChatClient.Request("[sim:error status=401 should-retry=false]"));

        Assert.Equal(HttpStatusCode.BadGateway, stream.Response.StatusCode);
        Assert.Equal("application/json", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("false", stream.Response.Headers.GetValues("x-should-retry").Single());
        var error = JsonNode.Parse(await stream.Response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("api_error", error["type"]!.GetValue<string>());
    }
}
