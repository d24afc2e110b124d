namespace Claudebox.Testing.Tests;

/// <summary>Scenarios that need a Claude Code of their own.</summary>
public sealed class ClaudeCodeRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[sim:silence]")]
    [InlineData("[sim:stall]")]
    [InlineData("[sim:long deltas=100000 delay=5]")]
    public async Task A_client_that_leaves_ends_the_answer(string prompt)
    {
        await using var simulator = await ModelSimulator.StartAsync(cancellationToken: Cancellation);
        RecordedRequest request;
        await using (var claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = simulator.BaseUrl }, Cancellation))
        {
            await claude.SendAsync(prompt, Cancellation);
            request = await simulator.WaitForRequestAsync(request => request.PromptText == prompt, cancellationToken: Cancellation);
            Assert.Equal((RequestOutcome.Active, 1), (request.Outcome, simulator.ActiveRequests));
        }

        await simulator.WaitForRequestAsync(each => each == request && each.Outcome == RequestOutcome.AbortedByClient, cancellationToken: Cancellation);
        Assert.Equal(0, simulator.ActiveRequests);
    }

    [Fact]
    public async Task A_budget_ends_an_expensive_run()
    {
        await using var simulator = await ModelSimulator.StartAsync(cancellationToken: Cancellation);
        await using var claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = simulator.BaseUrl, Arguments = ["--max-budget-usd", "1"] }, Cancellation);

        var turn = await claude.AskAsync("[sim:expensive]", Cancellation);

        Assert.Equal(("error_max_budget_usd", true), (turn.Subtype, turn.IsError));
        Assert.True(turn.Result.GetProperty("total_cost_usd").GetDouble() > 1);
    }

    [Fact]
    public async Task A_20_MB_answer_arrives_intact()
    {
        const int size = 20 * 1024 * 1024;
        await using var simulator = await ModelSimulator.StartAsync(cancellationToken: Cancellation);
        await using var claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = simulator.BaseUrl }, Cancellation);

        var turn = await claude.AskAsync("[sim:big size=20MB]", Cancellation);

        Assert.Equal((size, DeterministicText.Sha256(size)), (turn.Text!.Length, DeterministicText.Sha256(turn.Text)));
    }

    [Fact]
    public async Task Too_large_a_request_fails_at_once_or_after_a_compaction_if_there_is_something_to_compact()
    {
        await using var simulator = await ModelSimulator.StartAsync(cancellationToken: Cancellation);
        await using var claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = simulator.BaseUrl }, Cancellation);

        var first = await claude.AskAsync("[sim:error status=413]", Cancellation);
        var requests = simulator.Requests;
        await claude.AskAsync("[sim:text]", Cancellation);
        var second = await claude.AskAsync("[sim:error status=413 message=again]", Cancellation);

        Assert.Equal((413, 413), (first.ErrorStatus, second.ErrorStatus));
        Assert.Single(requests);
        Assert.Equal(1, simulator.Count(request => request.Kind == RequestKind.Compaction));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        await using var simulator = await ModelSimulator.StartAsync(new() { AcceptedCredential = "sk-ant-test-right" }, Cancellation);
        await using var claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = simulator.BaseUrl, ApiKey = "sk-ant-test-wrong" }, Cancellation);

        var turn = await claude.AskAsync("[sim:text]", Cancellation);

        Assert.Equal((true, 401), (turn.IsError, turn.ErrorStatus));
    }

    [Fact]
    public async Task Tools_of_a_disposed_session_are_gone()
    {
        var marker = $"sleep 86{Random.Shared.Next(100_000, 999_999)}";
        await using var simulator = await ModelSimulator.StartAsync(cancellationToken: Cancellation);
        await using (var claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = simulator.BaseUrl }, Cancellation))
        {
            await claude.SendAsync(new ScenarioWord("bash").With("command", marker).ToString(), Cancellation);
            await ProcessTable.WaitUntilPresentAsync(marker, TimeSpan.FromSeconds(30), Cancellation);
            Assert.Contains(ProcessTable.DescendantsOf(claude.Pid), entry => entry.CommandLine.Contains(marker, StringComparison.Ordinal));
        }

        await ProcessTable.WaitUntilGoneAsync(marker, TimeSpan.FromSeconds(10), Cancellation);
    }
}
