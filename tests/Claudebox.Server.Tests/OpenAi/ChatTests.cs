using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Chat requests that are answered as a whole, with the real CLI.</summary>
public sealed class ChatTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ChatClient _chat = new(shared.Host);

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task A_chat_request_runs_Claude_Code_and_answers_in_OpenAIs_form()
    {
        var answer = await _chat.PostAsync(ChatClient.Request("Hello! [sim:text text=\"Hello, too\" input=7 output=5]"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("chat.completion", answer.Text("object"));
        Assert.Equal("sonnet", answer.Text("model"));
        Assert.StartsWith("chatcmpl-", answer.Text("id"), StringComparison.Ordinal);
        Assert.True(answer.Json["created"]!.GetValue<long>() > 1_700_000_000);
        var choice = Assert.Single(answer.Json["choices"]!.AsArray())!;
        Assert.Equal(0, choice["index"]!.GetValue<int>());
        Assert.Equal("stop", choice["finish_reason"]!.GetValue<string>());
        Assert.Equal("assistant", choice["message"]!["role"]!.GetValue<string>());
        Assert.Equal("Hello, too", ChatClient.ContentOf(answer));
        Assert.StartsWith("claude-sonnet", ChatClient.RequestWith(_host.Model, "Hello, too").Model, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompts_tokens_include_those_that_the_cache_held_or_took()
    {
        var answer = await _chat.PostAsync(ChatClient.Request("[sim:text text=counted input=7 output=5]"));
        var run = await _chat.Api.GetAsync("/run/result?runId=" + answer.Headers.GetValues("X-Run-Id").Single());

        var (usage, told) = (answer.Json["usage"]!, run.Json["usage"]!);
        var cached = told["cacheReadInputTokens"]!.GetValue<long>();
        var created = told["cacheCreationInputTokens"]!.GetValue<long>();
        Assert.Equal(7 + cached + created, usage["prompt_tokens"]!.GetValue<long>());
        Assert.Equal(5, usage["completion_tokens"]!.GetValue<long>());
        Assert.Equal(12 + cached + created, usage["total_tokens"]!.GetValue<long>());
        Assert.Equal(cached, usage["prompt_tokens_details"]!["cached_tokens"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_answer_holds_all_texts_of_the_main_agent_and_nothing_of_its_tools()
    {
        var text = await _chat.AskAsync(ChatClient.Request("[sim:bash say=\"I will look.\" command=\"echo leaked\" text=\"All is well.\"]"));
        var blocks = await _chat.AskAsync(ChatClient.Request("[sim:texts text=one text=two]"));

        Assert.Equal("I will look.\n\nAll is well.", text);
        Assert.Equal("one\n\ntwo", blocks);
    }

    [Fact]
    public async Task What_a_sub_agent_writes_is_not_the_answer()
    {
        var text = await _chat.AskAsync(ChatClient.Request("[sim:agent prompt=\"[sim:text text=from-inside]\" text=from-outside]"));

        Assert.Equal("from-outside", text);
    }

    [Theory]
    [InlineData("reasoning_effort", "high", "high")]
    [InlineData("reasoningEffort", "max", "max")]
    [InlineData("reasoning_effort", "minimal", "low")]
    public async Task The_effort_reaches_the_model_under_both_names(string name, string value, string expected)
    {
        var marker = Guid.NewGuid().ToString("N");
        var request = ChatClient.Request($"[sim:text] {marker}");
        request[name] = value;

        await _chat.AskAsync(request);

        Assert.Equal(expected, ChatClient.RequestWith(_host.Model, marker).Body.GetProperty("output_config").GetProperty("effort").GetString());
    }

    [Theory]
    [InlineData("claudebox/haiku", "haiku", "claude-haiku")]
    [InlineData("openai/sonnet", "sonnet", "claude-sonnet")]
    [InlineData("litellm/openai/claudebox/Haiku", "haiku", "claude-haiku")]
    [InlineData("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5", "claude-sonnet-4-5")]
    public async Task Prefixes_of_providers_are_taken_off_the_model(string name, string answered, string model)
    {
        var marker = Guid.NewGuid().ToString("N");
        var request = ChatClient.Request($"[sim:text] {marker}");
        request["model"] = name;

        var answer = await _chat.PostAsync(request);

        Assert.Equal(answered, answer.Text("model"));
        Assert.StartsWith(model, ChatClient.RequestWith(_host.Model, marker).Model, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_gives_the_structured_output_as_the_text()
    {
        var request = ChatClient.Request("[sim:schema json='{\"answer\": 42}' bad=1]");
        request["response_format"] = JsonNode.Parse("""
            {"type":"json_schema","json_schema":{"name":"reply","strict":true,"schema":
            {"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"],"additionalProperties":false}}}
            """);

        var answer = await _chat.PostAsync(request);

        Assert.Equal(42, JsonNode.Parse(ChatClient.ContentOf(answer))!["answer"]!.GetValue<int>());
        Assert.Equal("stop", answer.Json["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_JSON_object_can_be_asked_for_without_a_schema()
    {
        var request = ChatClient.Request("[sim:schema json='{\"anything\": [1, 2]}']");
        request["response_format"] = new JsonObject { ["type"] = "json_object" };

        using var content = JsonDocument.Parse(await _chat.AskAsync(request));

        Assert.Equal(2, content.RootElement.GetProperty("anything").GetArrayLength());
    }

    [Fact]
    public async Task A_prompt_may_hold_anything_and_is_no_command()
    {
        const string Prompt = "/compact --model x \"quoted\" 日本語 🙂 [sim:text text=taken]";

        Assert.Equal("taken", await _chat.AskAsync(ChatClient.Request(Prompt)));
        Assert.Contains(Prompt, ChatClient.RequestWith(_host.Model, "text=taken").PromptText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("refusal", "content_filter")]
    [InlineData("stop_sequence", "stop")]
    public async Task An_answer_that_ended_early_says_so_in_OpenAIs_words(string reason, string expected)
    {
        var answer = await _chat.PostAsync(ChatClient.Request($"[sim:text text=partial stop={reason}]"));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.BodyText);
        Assert.Equal(expected, answer.Json["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Contains("partial", ChatClient.ContentOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_listed_and_found_by_any_name_that_a_request_may_use()
    {
        var list = await _chat.Api.GetAsync("/openai/v1/models");
        var prefixed = await _chat.Api.GetAsync("/openai/v1/models/claudebox%2Fhaiku");
        var full = await _chat.Api.GetAsync("/openai/v1/models/anthropic/claude-sonnet-4-5");
        var unknown = await _chat.Api.GetAsync("/openai/v1/models/gpt-4o");

        Assert.Equal("list", list.Text("object"));
        Assert.Equal(["haiku", "sonnet", "opus", "opusplan"], list.Json["data"]!.AsArray().Select(m => m!["id"]!.GetValue<string>()));
        Assert.All(list.Json["data"]!.AsArray(), m => Assert.Equal("anthropic", m!["owned_by"]!.GetValue<string>()));
        Assert.Equal("haiku", prefixed.Text("id"));
        Assert.Equal("claude-sonnet-4-5", full.Text("id"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal("model_not_found", unknown.Json["error"]!["code"]!.GetValue<string>());
    }
}
