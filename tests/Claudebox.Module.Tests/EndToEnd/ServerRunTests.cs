using System.Management.Automation;
using System.Net.Http.Json;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

[Collection(EngineCollection.Name)]
public sealed class ServerRunTests(EngineFixture engine)
{
    private const string Sleeper = "[sim:bash command=\"sleep 4712\"]";

    [Fact]
    public async Task A_prompt_runs_on_a_server_and_gives_the_same_objects()
    {
        var result = engine.Server.Run(
            "Invoke-Claudebox '[sim:bash command=\"echo here > made.txt\"]' -Server $server -Workspace first/inner -CreateWorkspace");

        Assert.Empty(result.AllErrors);
        Assert.Equal(["system", "tool_use", "tool_result", "text", "result"], result.Output.Select(item => (string)item.Properties["Type"].Value));
        Assert.Equal("Completed", result.Output[^1].Properties["Status"].Value.ToString());
        Assert.Equal("here\n", await File.ReadAllTextAsync(Path.Combine(engine.Server.Root, "first", "inner", "made.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_run_that_was_only_started_is_waited_for_and_received_as_often_as_one_likes()
    {
        var result = engine.Server.Run("""
            $run = Invoke-Claudebox '[sim:text text=later]' -Server $server -Workspace second -CreateWorkspace -Async
            ($run | Wait-ClaudeboxRun).Status
            $run | Receive-ClaudeboxRun -ResultOnly
            Receive-ClaudeboxRun $run.RunId -Server $server -OutputFormat Text
            ($server | Get-ClaudeboxRun -Workspace second).RunId -eq $run.RunId
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal(["Completed", "later", "later", "True"], result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void A_busy_workspace_shows_and_its_run_can_be_cancelled()
    {
        var started = engine.Server.Run("Invoke-Claudebox $sleeper -Server $server -Workspace third -CreateWorkspace -Async", ("sleeper", Sleeper));
        var result = engine.Server.Run("""
            ($server | Test-ClaudeboxServer).BusyWorkspaces
            Invoke-Claudebox hello -Server $server -Workspace third
            $run | Wait-ClaudeboxRun -TimeoutSeconds 1
            ($run | Stop-ClaudeboxRun -PassThru).Status
            ($run | Stop-ClaudeboxRun -PassThru).Status
            """, ("run", Assert.Single(started.Output)));

        Assert.Equal(["/workspaces/third", "Cancelled", "Cancelled"], result.Output.Select(item => item.ToString()));
        Assert.Equal(["WorkspaceBusy", "ClaudeTimedOut"], result.AllErrors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public async Task A_run_over_OpenAIs_interface_shows_as_busy_too()
    {
        Directory.CreateDirectory(Path.Combine(engine.Server.Root, "chat"));
        using var leaving = new CancellationTokenSource();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(engine.Server.Url, "openai/v1/chat/completions"));
        request.Headers.Authorization = new("Bearer", engine.Server.Token);
        request.Headers.Add("X-Claude-Workspace", "chat");
        request.Content = JsonContent.Create(new { model = "sonnet", messages = new[] { new { role = "user", content = Sleeper } } });
        var answer = http.SendAsync(request, leaving.Token);

        await Eventually.IsTrueAsync(() => Task.FromResult(
            engine.Server.Run("($server | Test-ClaudeboxServer).BusyWorkspaces").Output.Any(item => item.ToString() == "/workspaces/chat")));

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Eventually.IsTrueAsync(() => Task.FromResult(engine.Server.Run("($server | Test-ClaudeboxServer).BusyWorkspaces").Output.Count == 0));
    }

    [Fact]
    public async Task A_connection_that_breaks_again_and_again_loses_and_repeats_no_event()
    {
        await using var proxy = new BreakingProxy(engine.Server.Url, breaks: 3, bytes: 6000);

        var result = engine.Server.Run(
            "Invoke-Claudebox '[sim:long deltas=100 delay=5]' -Server $url -Token $server.Token -Workspace fourth -CreateWorkspace -IncludeDelta", ("url", proxy.Url));

        Assert.Empty(result.AllErrors);
        Assert.Equal(0, proxy.BreaksLeft);
        var sequences = result.Output.Select(item => (long)item.Properties["Sequence"].Value).ToList();
        Assert.Equal(Enumerable.Range(1, (int)sequences.Max()).Select(number => (long)number), sequences.Distinct());
        Assert.Single(engine.Server.Run("Get-ClaudeboxRun -Server $server -Workspace fourth").Output);
    }

    [Fact]
    public async Task Stopping_the_pipeline_cancels_the_run_on_the_server()
    {
        using var run = engine.Server.Begin($"Invoke-Claudebox '{Sleeper}' -Server $server -Workspace fifth -CreateWorkspace");
        await run.WaitForAsync(record => record is OutputItem { Object: var item } && Equals(item.Properties["Type"]?.Value, "tool_use"));

        Assert.Equal(PSInvocationState.Stopped, run.Stop().State);

        Assert.Equal("Cancelled", Assert.Single(engine.Server.Run("(Get-ClaudeboxRun -Server $server -Workspace fifth).Status").Output).ToString());
    }

    [Theory]
    [InlineData("Invoke-Claudebox hello -Server $server -Image x", "InvalidRequest")]
    [InlineData("Invoke-Claudebox hello -Async", "InvalidRequest")]
    [InlineData("Invoke-Claudebox hello -Server $server.Url", "Unauthorized")]
    [InlineData("Invoke-Claudebox hello -Server $server -Workspace missing", "WorkspaceNotFound")]
    [InlineData("Invoke-Claudebox hello -Server http://127.0.0.1:1", "ConnectionLost")]
    [InlineData("Invoke-Claudebox hello -Server nonsense", "CannotConvertArgumentNoMessage")]
    [InlineData("Receive-ClaudeboxRun unknown -Server $server", "RunNotFound")]
    [InlineData("Get-ClaudeboxRun unknown -Server $server", "RunNotFound")]
    public void What_cannot_be_is_said_clearly(string script, string id)
    {
        var error = Assert.Single(engine.Server.Run(script).AllErrors);

        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain(engine.Server.Token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_runs_and_cancels_nothing()
    {
        var result = engine.Server.Run("Invoke-Claudebox hello -Server $server -Workspace sixth -CreateWorkspace -WhatIf; Stop-ClaudeboxRun any -Server $server -WhatIf");

        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(Path.Combine(engine.Server.Root, "sixth")));
    }
}
