using System.Text.Json;

namespace Claudebox.Testing.Tests;

public sealed class ErrorScenarioTests(RetryingClaude fixture) : IClassFixture<RetryingClaude>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[sim:error status=400 message=\"no such thing\"]", 400, 1)]
    [InlineData("[sim:error status=401 should-retry=false]", 401, 1)]
    [InlineData("[sim:error status=403]", 403, 1)]
    [InlineData("[sim:error status=404]", 404, 2)]
    [InlineData("[sim:error status=429 retry-after=3600]", 429, 1)]
    [InlineData("[sim:error status=429 should-retry=false]", 429, 1)]
    [InlineData("[sim:error status=500 should-retry=false]", 500, 1)]
    [InlineData("[sim:error status=500]", 500, 3)]
    [InlineData("[sim:error status=529]", 529, 3)]
    public async Task An_error_status_reaches_the_result(string prompt, int status, int requests)
    {
        var turn = await fixture.Claude.AskAsync(prompt, Cancellation);

        Assert.Equal((true, status), (turn.IsError, turn.ErrorStatus));
        Assert.Equal(requests, fixture.Simulator.Count(request => request.PromptText == prompt));
    }

    [Theory]
    [InlineData("[sim:error status=500 times=1 text=fine]")]
    [InlineData("[sim:error status=429 retry-after=1 times=1 text=fine]")]
    [InlineData("[sim:error status=401 times=1 should-retry=true text=fine]")]
    public async Task An_error_that_passes_is_tried_again(string prompt)
    {
        var turn = await fixture.Claude.AskAsync(prompt, Cancellation);

        Assert.Equal(("fine", false), (turn.Text, turn.IsError));
        Assert.Single(turn.Events("system", "api_retry"));
        Assert.Equal([1, 2], fixture.Simulator.Requests.Where(request => request.PromptText == prompt).Select(request => request.Attempt));
    }

    [Theory]
    [InlineData("[sim:cut until=cut]", "Connection closed mid-response", RequestOutcome.CutBySimulator)]
    [InlineData("[sim:error-event until=event]", "Overloaded", RequestOutcome.Answered)]
    public async Task A_broken_stream_is_an_error_after_its_text(string prompt, string message, RequestOutcome outcome)
    {
        var turn = await fixture.Claude.AskAsync(prompt, OpenGateAtText, Cancellation);

        Assert.True(turn.IsError);
        Assert.Contains(message, turn.Text, StringComparison.Ordinal);
        Assert.Equal(2, turn.Blocks("text").Count());
        await fixture.Simulator.WaitForRequestAsync(request => request.PromptText == prompt && request.Outcome == outcome, cancellationToken: Cancellation);
        Assert.Equal(1, fixture.Simulator.Count(request => request.PromptText == prompt));

        void OpenGateAtText(JsonElement line)
        {
            if (line.GetProperty("type").GetString() == "assistant")
            {
                fixture.Simulator.OpenGate(new ScenarioArguments(ScenarioWord.Find(prompt)!).Required("until"));
            }
        }
    }

    [Theory]
    [InlineData("[sim:cut open=true after=0]", RequestOutcome.CutBySimulator)]
    [InlineData("[sim:error-event open=true after=0]", RequestOutcome.Answered)]
    public async Task A_stream_that_breaks_inside_its_first_block_is_tried_again(string prompt, RequestOutcome outcome)
    {
        var turn = await fixture.Claude.AskAsync(prompt, Cancellation);

        Assert.True(turn.IsError);
        Assert.Equal(2, turn.Events("system", "api_retry").Count());
        Assert.True(fixture.Simulator.Count(request => request.PromptText == prompt) >= 3);
        await fixture.Simulator.WaitForRequestAsync(request => request.PromptText == prompt && request.Outcome == outcome, cancellationToken: Cancellation);
    }

    [Fact]
    public async Task A_wrong_word_fails_at_once_and_says_why()
    {
        var turn = await fixture.Claude.AskAsync("[sim:text txet=a]", Cancellation);

        Assert.Equal("API Error: 400 sim:text has no parameter 'txet'.", turn.Text);
    }
}
