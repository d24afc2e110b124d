using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Claudebox.Testing.Tests;

/// <summary>The simulator over plain HTTP.</summary>
public sealed class ModelSimulatorTests : IAsyncLifetime
{
    private ModelSimulator _simulator = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await ModelSimulator.StartAsync();
        _client = new HttpClient { BaseAddress = _simulator.BaseUri };
        _client.DefaultRequestHeaders.Add("x-api-key", "sk-ant-test-0000");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Without_stream_the_answer_is_one_document()
    {
        var answer = await AskAsync("[sim:big size=100KB delta=1000]");

        Assert.Equal(DeterministicText.Of(100 * 1024), answer.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(("message", "assistant", "end_turn"), (Text(answer, "type"), Text(answer, "role"), Text(answer, "stop_reason")));
        Assert.Equal(25, answer.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Without_stream_tools_and_thinking_are_blocks_too()
    {
        var tool = await AskAsync("[sim:bash command=ls say=hm]");
        var thinking = await AskAsync("[sim:thinking]");

        Assert.Equal("tool_use", Text(tool, "stop_reason"));
        Assert.Equal("ls", tool.GetProperty("content")[1].GetProperty("input").GetProperty("command").GetString());
        Assert.Equal("thinking", Text(thinking.GetProperty("content")[0], "type"));
    }

    [Fact]
    public async Task A_stream_has_the_shape_of_the_API()
    {
        using var response = await PostAsync("[sim:text text=hi]", stream: true);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = (await response.Content.ReadAsStringAsync(Cancellation)).TrimEnd('\n').Split("\n\n");
        var names = events.Select(text => text.Split('\n')[0]["event: ".Length..]).ToList();
        Assert.Equal(
            ["message_start", "content_block_start", "ping", "content_block_delta", "content_block_stop", "message_delta", "message_stop"], names);
        Assert.Equal(names, events.Select(text => Text(JsonElement.Parse(text.Split('\n')[1]["data: ".Length..]), "type")));
    }

    [Fact]
    public async Task A_cut_answer_does_not_end_cleanly()
    {
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var response = await PostAsync("[sim:cut]", stream: true);
            await response.Content.ReadAsStringAsync(Cancellation);
        });

        await _simulator.WaitForRequestAsync(request => request.Outcome == RequestOutcome.CutBySimulator, cancellationToken: Cancellation);
    }

    [Fact]
    public async Task A_gate_holds_the_answer_until_it_is_opened()
    {
        var pending = AskAsync("[sim:text text=through gate=g]");
        await _simulator.WaitForRequestAsync(request => request.PromptText.Contains("gate=g", StringComparison.Ordinal), cancellationToken: Cancellation);
        Assert.False(pending.IsCompleted);

        _simulator.OpenGate("g");

        Assert.Equal("through", Text((await pending).GetProperty("content")[0], "text"));
    }

    [Fact]
    public async Task Errors_carry_the_headers_that_the_word_names()
    {
        using var response = await PostAsync("[sim:error status=429 retry-after=7 should-retry=false header='x-extra: a: b']", stream: true);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(["7"], response.Headers.GetValues("retry-after"));
        Assert.Equal(["false"], response.Headers.GetValues("x-should-retry"));
        Assert.Equal(["a: b"], response.Headers.GetValues("x-extra"));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("rate_limit_error", Text(body.GetProperty("error"), "type"));
    }

    [Fact]
    public async Task Stopping_cuts_what_is_silent()
    {
        var pending = PostAsync("[sim:silence]", stream: true);
        var request = await _simulator.WaitForRequestAsync(_ => true, cancellationToken: Cancellation);

        await _simulator.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
        await _simulator.WaitForRequestAsync(each => each == request && each.Outcome == RequestOutcome.CutBySimulator, cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Titles_are_answered_aside()
    {
        using var response = await _client.PostAsJsonAsync(
            "v1/messages",
            new
            {
                model = "m",
                messages = new[] { new { role = "user", content = "[sim:error]" } },
                output_config = new { format = new { type = "json_schema", schema = new { properties = new { title = new { type = "string" } } } } },
            },
            Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(Assert.Single(_simulator.Requests).IsMain);
    }

    [Fact]
    public async Task Other_routes_and_bodies_are_refused_or_counted()
    {
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"), Cancellation);
        using var count = await _client.PostAsJsonAsync("v1/messages/count_tokens", new { messages = Array.Empty<string>() }, Cancellation);
        using var unknown = await _client.GetAsync(new Uri("v1/models", UriKind.Relative), Cancellation);
        using var text = new StringContent("{");
        using var broken = await _client.PostAsync(new Uri("v1/messages", UriKind.Relative), text, Cancellation);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.BadRequest], [head.StatusCode, count.StatusCode, unknown.StatusCode, broken.StatusCode]);
        Assert.Empty(_simulator.Requests);
    }

    [Fact]
    public async Task Waiting_for_what_never_comes_says_what_came()
    {
        await AskAsync("hello there");

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => _simulator.WaitForRequestAsync(_ => false, TimeSpan.FromMilliseconds(50), Cancellation));
        Assert.Contains("hello there", exception.Message, StringComparison.Ordinal);

        _simulator.Clear();
        Assert.Empty(_simulator.Requests);
    }

    private async Task<JsonElement> AskAsync(string prompt)
    {
        using var response = await PostAsync(prompt, stream: false);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private async Task<HttpResponseMessage> PostAsync(string prompt, bool stream)
    {
        using var content = JsonContent.Create(new { model = "m", stream, messages = new[] { new { role = "user", content = prompt } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/messages") { Content = content };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
