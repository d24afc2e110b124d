namespace Claudebox.Testing.Tests;

public sealed class TextScenarioTests(PlainClaude fixture) : IClassFixture<PlainClaude>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[sim:text text=\"Hello, \\\"world\\\"\\n日本語 🙂\"]", "Hello, \"world\"\n日本語 🙂")]
    [InlineData("no word at all", "You said: no word at all")]
    [InlineData("[sim:thinking thinking=hm text=42]", "42")]
    [InlineData("[sim:texts text=one text=two]", "two")]
    [InlineData("[sim:empty]", "")]
    public async Task A_text_is_the_result(string prompt, string expected)
    {
        var turn = await fixture.Claude.AskAsync(prompt, Cancellation);

        Assert.Equal((expected, false), (turn.Text, turn.IsError));
    }

    [Fact]
    public async Task Thinking_and_several_texts_are_blocks_of_their_own()
    {
        var thinking = await fixture.Claude.AskAsync("[sim:thinking thinking=\"step by step\"]", Cancellation);
        var texts = await fixture.Claude.AskAsync("[sim:texts text=one text=two text=three]", Cancellation);

        Assert.Equal("step by step", Assert.Single(thinking.Blocks("thinking")).GetProperty("thinking").GetString());
        Assert.Equal(["one", "two", "three"], texts.Blocks("text").Select(block => block.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_long_text_streams_in_its_deltas()
    {
        var turn = await fixture.Claude.AskAsync("[sim:long deltas=50 delay=1]", Cancellation);

        var events = turn.Events("stream_event").Select(line => line.GetProperty("event")).ToList();
        var deltas = events.Where(data => data.GetProperty("type").GetString() == "content_block_delta");
        Assert.Equal(50, deltas.Count());
        Assert.Equal(LongScenario.TextOf(50), string.Concat(deltas.Select(data => data.GetProperty("delta").GetProperty("text").GetString())));
        Assert.Equal(LongScenario.TextOf(50), turn.Text);
        Assert.Equal(
            ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            events.Select(data => data.GetProperty("type").GetString()).Where(type => type != "ping").Distinct());
    }

    [Fact]
    public async Task A_refusal_is_an_error_result()
    {
        var turn = await fixture.Claude.AskAsync("[sim:text stop=refusal]", Cancellation);

        Assert.True(turn.IsError);
        Assert.Equal("refusal", turn.Result.GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Max_tokens_is_continued_until_Claude_Code_gives_up()
    {
        var turn = await fixture.Claude.AskAsync("[sim:text text=half stop=max_tokens]", Cancellation);

        Assert.True(turn.IsError);
        Assert.Contains("output token maximum", turn.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_recorded_with_what_the_human_wrote()
    {
        const string prompt = "  a \"quoted\"\nline, 🙂 [sim:text text=fine wait=1 input=77 output=88]  ";

        var turn = await fixture.Claude.AskAsync(prompt, Cancellation);

        var request = await fixture.Simulator.WaitForRequestAsync(
            request => request.PromptText == prompt && request.Outcome == RequestOutcome.Answered, cancellationToken: Cancellation);
        Assert.Equal(1, fixture.Simulator.Count(request => request.PromptText == prompt));
        Assert.Equal((77, 88), (turn.Result.GetProperty("usage").GetProperty("input_tokens").GetInt32(), turn.Result.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        Assert.Equal(turn.Result.GetProperty("session_id").GetString(), request.SessionId);
        Assert.Equal(("sk-ant-test-0000", null), (request.ApiKey, request.Authorization));
        Assert.Equal((RequestKind.Main, 1), (request.Kind, request.Attempt));
        Assert.StartsWith("claude-", request.Model, StringComparison.Ordinal);
        Assert.StartsWith("/v1/messages", request.Path, StringComparison.Ordinal);
        Assert.Contains("Claude", request.SystemText, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant", request.ToString(), StringComparison.Ordinal);
    }
}
