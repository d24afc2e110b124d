using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class WorkspaceLockTests : IAsyncLifetime
{
    private ServerHost _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await ServerHost.StartAsync((workspace, _) => Directory.CreateDirectory(Path.Combine(workspace, "child")));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_second_prompt_in_a_busy_workspace_is_refused_and_never_runs()
    {
        await using var first = await _server.Client.OpenAsync(_server.Client.Request("[sim:text text=first gate=g]"));

        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() => _server.Client.RunAsync("second"));
        _server.Model.OpenGate("g");

        Assert.Equal(FailureCode.WorkspaceBusy, refused.Code);
        Assert.Contains(first.RunId, refused.Message, StringComparison.Ordinal);
        Assert.Equal("first", (await first.ReadToEndAsync()).Text);
        Assert.DoesNotContain(_server.Model.Requests, r => r.PromptText.Contains("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prompts_that_wait_run_one_after_the_other_in_their_order()
    {
        await using var first = await _server.Client.OpenAsync(_server.Client.Request("[sim:text text=a gate=g]"));
        var second = await _server.Client.SubmitAsync(_server.Client.Request("[sim:text text=b]") with { Wait = true });
        var third = await _server.Client.SubmitAsync(_server.Client.Request("[sim:text text=c]") with { Wait = true });
        Assert.Equal(RunStatus.Queued, (await _server.Client.GetRunAsync(third.RunId)).Status);

        _server.Model.OpenGate("g");
        var last = await _server.Client.WaitUntilFinalAsync(third.RunId);
        var middle = await _server.Client.GetRunAsync(second.RunId);

        Assert.Equal("a", (await first.ReadToEndAsync()).Text);
        Assert.Equal([RunStatus.Completed, RunStatus.Completed], [middle.Status, last.Status]);
        Assert.True(middle.FinishedAt <= last.StartedAt);
    }

    [Fact]
    public async Task A_waiting_prompt_can_be_cancelled_and_never_runs()
    {
        await using var first = await _server.Client.OpenAsync(_server.Client.Request("[sim:text gate=g]"));
        var waiting = await _server.Client.SubmitAsync(_server.Client.Request("never sent") with { Wait = true });

        var record = await _server.Client.CancelAsync(waiting.RunId);
        _server.Model.OpenGate("g");
        await first.ReadToEndAsync();

        Assert.Equal(RunStatus.Cancelled, record.Status);
        Assert.Null(record.StartedAt);
        Assert.DoesNotContain(_server.Model.Requests, r => r.PromptText.Contains("never sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "child")]
    [InlineData("child", null)]
    public async Task Parent_and_child_directories_exclude_each_other(string? first, string? second)
    {
        await using var running = await _server.Client.OpenAsync(_server.Client.Request("[sim:text gate=g]") with { Workspace = first });

        var refused = await Assert.ThrowsAsync<ClaudeboxException>(
            () => _server.Client.RunAsync(_server.Client.Request("x") with { Workspace = second }));
        _server.Model.OpenGate("g");
        await running.ReadToEndAsync();

        Assert.Equal(FailureCode.WorkspaceBusy, refused.Code);
    }

    [Fact]
    public async Task Two_servers_on_one_workspace_exclude_each_other()
    {
        await using var neighbour = await _server.StartNeighbourAsync();
        await using var running = await _server.Client.OpenAsync(_server.Client.Request("[sim:text text=mine gate=g]"));

        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() => neighbour.Client.RunAsync("theirs"));
        _server.Model.OpenGate("g");

        Assert.Equal(FailureCode.WorkspaceBusy, refused.Code);
        Assert.Equal("mine", (await running.ReadToEndAsync()).Text);
        Assert.Equal(RunStatus.Completed, (await neighbour.Client.RunAsync("[sim:text]")).Final.Status);
    }

    [Fact]
    public async Task Of_twenty_prompts_at_once_exactly_one_runs()
    {
        var attempts = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                return (await _server.Client.RunAsync($"[sim:text text=answer-{i} wait=1500]")).Text;
            }
            catch (ClaudeboxException e) when (e.Code == FailureCode.WorkspaceBusy)
            {
                return null;
            }
        });

        var answers = await Task.WhenAll(attempts);

        Assert.Single(answers, a => a is not null);
        Assert.Equal(1, _server.Model.Count(r => r.IsMain));
    }

    [Fact]
    public async Task The_same_id_never_runs_twice()
    {
        var request = _server.Client.Request("[sim:text text=once wait=500]");

        var runs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _server.Client.RunAsync(request, "the-one")));
        var later = await _server.Client.RunAsync(request, "the-one");
        var other = await Assert.ThrowsAsync<ClaudeboxException>(() => _server.Client.RunAsync(_server.Client.Request("different"), "the-one"));

        Assert.All(runs.Append(later), run => Assert.Equal("once", run.Text));
        Assert.Equal(FailureCode.InvalidRequest, other.Code);
        Assert.Equal(1, _server.Model.Count(r => r.IsMain));
    }

    [Fact]
    public async Task A_workspace_outside_of_the_containers_own_is_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(_server.Workspace, "way-out"), "/etc");
        foreach (var outside in new[] { "..", "/etc", "way-out", "missing" })
        {
            var refused = await Assert.ThrowsAsync<ClaudeboxException>(
                () => _server.Client.RunAsync(_server.Client.Request("x") with { Workspace = outside }));
            Assert.Equal(FailureCode.WorkspaceNotFound, refused.Code);
        }

        Assert.Empty(_server.Model.Requests);
    }
}
