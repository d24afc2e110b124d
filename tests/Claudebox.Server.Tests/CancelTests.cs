using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class CancelTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly ServerHost _server = shared.Host;

    [Fact]
    public async Task Cancel_ends_a_run_that_waits_for_the_model()
    {
        await using var stream = await _server.Client.OpenAsync(_server.Client.Request("[sim:silence]"));
        await _server.Model.WaitForRequestAsync(r => r.PromptText.Contains("sim:silence", StringComparison.Ordinal), EndLimit);

        var record = await _server.Client.CancelAsync(stream.RunId);

        Assert.Equal(RunStatus.Cancelled, record.Status);
        Assert.Equal(FailureCode.RunCancelled, record.Error!.Code);
        Assert.Equal(RunStatus.Cancelled, (await stream.ReadToEndAsync()).Final.Status);
    }

    [Fact]
    public async Task Cancel_ends_the_whole_process_tree_and_runs_nothing_twice()
    {
        // A child, a child in a session of its own whose parent is gone, and the command itself.
        var marker = Random.Shared.Next(1_000_000, 9_999_999);
        var command = $"sleep {marker}.1 & setsid nohup sleep {marker}.2 >/dev/null 2>&1 & (setsid sleep {marker}.3 &) ; sleep {marker}.4";
        await using var stream = await _server.Client.OpenAsync(_server.Client.Request(new ScenarioWord("bash").With("command", command).ToString()));
        foreach (var child in Enumerable.Range(1, 4))
        {
            await ProcessTable.WaitUntilPresentAsync($"{marker}.{child}", EndLimit);
        }

        var record = await _server.Client.CancelAsync(stream.RunId);

        Assert.Equal(RunStatus.Cancelled, record.Status);
        Assert.Empty(ProcessTable.With($"{marker}."));
        Assert.Equal(1, _server.Model.Count(r => r.IsMain && r.SessionId == record.SessionId));
        Assert.Equal(RunStatus.Completed, (await _server.Client.RunAsync("[sim:text]")).Final.Status);
    }

    [Fact]
    public async Task Processes_that_a_finished_run_left_behind_end_with_it()
    {
        var marker = Random.Shared.Next(1_000_000, 9_999_999);
        var command = $"(setsid nohup sleep {marker}.1 >/dev/null 2>&1 &); echo left";

        var run = await _server.Client.RunAsync(new ScenarioWord("bash").With("command", command).ToString());

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Empty(ProcessTable.With($"{marker}."));
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_run()
    {
        var stream = await _server.Client.OpenAsync(_server.Client.Request("[sim:stall]"));
        await stream.ReadUntilAsync(e => e is InitEvent);
        var id = stream.RunId;

        await stream.DisposeAsync();

        Assert.Equal(RunStatus.Cancelled, (await _server.Client.WaitUntilFinalAsync(id)).Status);
    }

    [Fact]
    public async Task A_detached_run_does_not_need_its_client()
    {
        var stream = await _server.Client.OpenAsync(_server.Client.Request("[sim:text text=kept gate=detached]") with { FireAndForget = true });
        var id = stream.RunId;
        await stream.DisposeAsync();
        var submitted = await _server.Client.GetRunAsync(id);
        Assert.False(submitted.IsFinal);

        _server.Model.OpenGate("detached");

        Assert.Equal(RunStatus.Completed, (await _server.Client.WaitUntilFinalAsync(id)).Status);
    }

    [Fact]
    public async Task An_asynchronous_run_answers_at_once_and_can_be_followed()
    {
        var record = await _server.Client.SubmitAsync(_server.Client.Request("[sim:text text=later gate=async]"));
        Assert.False(record.IsFinal);

        await using var follower = await _server.Client.FollowAsync(record.RunId);
        _server.Model.OpenGate("async");

        Assert.Equal("later", (await follower.ReadToEndAsync()).Text);
    }

    [Fact]
    public async Task A_follower_that_goes_away_cancels_nothing()
    {
        var record = await _server.Client.SubmitAsync(_server.Client.Request("[sim:text gate=followed]"));
        var follower = await _server.Client.FollowAsync(record.RunId);
        await follower.ReadUntilAsync(e => e is InitEvent);
        await follower.DisposeAsync();

        _server.Model.OpenGate("followed");

        Assert.Equal(RunStatus.Completed, (await _server.Client.WaitUntilFinalAsync(record.RunId)).Status);
    }

    [Fact]
    public async Task Cancelling_a_finished_run_changes_nothing_not_even_for_a_newer_run()
    {
        var finished = (await _server.Client.RunAsync("[sim:text text=done]")).Final;
        await using var newer = await _server.Client.OpenAsync(_server.Client.Request("[sim:text text=newer gate=newer]"));

        var record = await _server.Client.CancelAsync(finished.RunId);
        _server.Model.OpenGate("newer");

        Assert.Equal(RunStatus.Completed, record.Status);
        Assert.Equal("newer", (await newer.ReadToEndAsync()).Text);
    }

    [Fact]
    public async Task A_run_over_its_time_limit_is_ended()
    {
        var marker = "sleep 7654.25";
        var run = await _server.Client.RunAsync(
            _server.Client.Request(new ScenarioWord("bash").With("command", marker).ToString()) with { TimeoutSeconds = 3 });

        Assert.Equal(RunStatus.Failed, run.Final.Status);
        Assert.Equal(FailureCode.ClaudeTimedOut, run.Final.Error!.Code);
        Assert.Empty(ProcessTable.With(marker));
    }
}
