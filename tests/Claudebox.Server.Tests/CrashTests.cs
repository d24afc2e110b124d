using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class CrashTests : IAsyncLifetime
{
    private ServerHost _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerHost.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_run_whose_server_was_killed_is_interrupted_and_keeps_its_events()
    {
        var marker = Random.Shared.Next(1_000_000, 9_999_999);
        await using var stream = await _server.Client.OpenAsync(
            _server.Client.Request(new ScenarioWord("bash").With("command", $"sleep {marker}.5").With("say", "before").ToString()));
        await stream.ReadUntilAsync(e => e is AssistantEvent a && a.Blocks.OfType<ToolUseBlock>().Any());
        await ProcessTable.WaitUntilPresentAsync($"{marker}.5", TimeSpan.FromSeconds(10));
        var id = stream.RunId;
        await _server.KillAsync();
        var events = Path.Combine(_server.Data, "claudebox", "runs", id, "events.ndjson");
        var before = await File.ReadAllBytesAsync(events);

        await _server.RestartAsync();
        var record = await _server.Client.GetRunAsync(id);
        var requests = _server.Model.Count(r => r.IsMain);
        var next = await _server.Client.RunAsync("[sim:text text=next]");

        Assert.Equal(RunStatus.Interrupted, record.Status);
        Assert.Equal(FailureCode.RunInterrupted, record.Error!.Code);
        Assert.Equal(before, await _server.Client.EventBytesAsync(id));
        Assert.Equal(1, requests);
        Assert.Equal("next", next.Text);

        // Outside a container the processes outlived their server; whoever takes the lock over ends them.
        await ProcessTable.WaitUntilGoneAsync($"{marker}.5", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_id_is_known_after_a_restart_and_does_not_run_again()
    {
        var request = _server.Client.Request("[sim:text text=once]");
        await _server.Client.RunAsync(request, "kept");
        await _server.KillAsync();
        await _server.RestartAsync();

        var again = await _server.Client.RunAsync(request, "kept");

        Assert.Equal("once", again.Text);
        Assert.Equal(1, _server.Model.Count(r => r.IsMain));
    }

    [Fact]
    public async Task A_stopped_server_ends_its_runs_first()
    {
        var marker = Random.Shared.Next(1_000_000, 9_999_999);
        var submitted = await _server.Client.SubmitAsync(
            _server.Client.Request(new ScenarioWord("bash").With("command", $"sleep {marker}.5").ToString()));
        await ProcessTable.WaitUntilPresentAsync($"{marker}.5", TimeSpan.FromSeconds(10));

        _server.Terminate();
        Assert.Equal(0, await _server.WaitForExitAsync());
        Assert.Empty(ProcessTable.With($"{marker}.5"));
        await _server.RestartAsync();

        Assert.Equal(RunStatus.Cancelled, (await _server.Client.GetRunAsync(submitted.RunId)).Status);
    }

    [Fact]
    public async Task A_stopped_server_tells_who_watches_a_run_that_it_was_cancelled()
    {
        await using var stream = await _server.Client.OpenAsync(_server.Client.Request("[sim:stall]"));
        await stream.ReadUntilAsync(e => e is InitEvent);

        _server.Terminate();
        var run = await stream.ReadToEndAsync();

        Assert.Equal(RunStatus.Cancelled, run.Final.Status);
        Assert.Contains("stopped", run.Final.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_broken_entry_of_the_ledger_hides_no_other()
    {
        var run = await _server.Client.RunAsync("[sim:text]");
        Directory.CreateDirectory(Path.Combine(_server.Data, "claudebox", "runs", "broken", "run.json"));
        await _server.KillAsync();
        await _server.RestartAsync();

        Assert.Equal(run.Final.RunId, Assert.Single(await _server.Client.ListRunsAsync()).RunId);
        Assert.Equal(RunStatus.Completed, (await _server.Client.RunAsync("[sim:text]")).Final.Status);
    }

    [Fact]
    public async Task An_entry_that_its_server_could_not_finish_making_does_not_hold_its_id()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_server.Data, "claudebox", "runs", "half-made")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "run.lock"), "");

        var run = await _server.Client.RunAsync(_server.Client.Request("[sim:text text=whole]"), "half-made");

        Assert.Equal("whole", run.Text);
    }

    [Fact]
    public async Task An_idle_server_ends_by_itself_but_not_under_a_run()
    {
        await using var idle = await ServerHost.StartAsync(null, ("CLAUDEBOX_IDLE_SECONDS", "1"));
        var run = await idle.Client.SubmitAsync(idle.Client.Request("[sim:text wait=2500]"));
        idle.Client.Dispose();

        Assert.Equal(0, await idle.WaitForExitAsync());

        await idle.RestartAsync();
        Assert.Equal(RunStatus.Completed, (await idle.Client.GetRunAsync(run.RunId)).Status);
    }

    [Fact]
    public async Task Old_runs_leave_the_ledger_and_new_ones_stay()
    {
        await using var small = await ServerHost.StartAsync(null, ("CLAUDEBOX_RUN_RETENTION_COUNT", "1"));
        var first = await small.Client.RunAsync("[sim:text]");
        var second = await small.Client.RunAsync("[sim:text]");
        await small.KillAsync();

        await small.RestartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while ((await small.Client.ListRunsAsync()).Count > 1)
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.Equal(second.Final.RunId, Assert.Single(await small.Client.ListRunsAsync()).RunId);
        await Assert.ThrowsAsync<ClaudeboxException>(() => small.Client.GetRunAsync(first.Final.RunId));
    }
}
