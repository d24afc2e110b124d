using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>Conversations as objects.</summary>
[Collection(EngineCollection.Name)]
public sealed class SessionTests(EngineFixture engine)
{
    [Fact]
    public async Task Sessions_are_listed_with_what_is_known_of_them_and_can_be_piped_on()
    {
        await using var box = new Box(engine);
        Assert.Empty(box.Run("""
            Invoke-Claudebox 'first [sim:bash command="echo hi" text=one]' @box | Out-Null
            Invoke-Claudebox 'more [sim:text text=two]' @box | Out-Null
            Invoke-Claudebox 'second [sim:text text=three]' @box -NoContinue | Out-Null
            """).AllErrors);

        var sessions = box.Run("Get-ClaudeboxSession").Output;

        Assert.Equal(2, sessions.Count);
        Assert.Equal(["second [sim:text text=three]", "first [sim:bash command=\"echo hi\" text=one]"], sessions.Select(item => item.Properties["Preview"].Value));
        Assert.Equal([true, false], sessions.Select(item => item.Properties["IsCurrent"].Value));
        Assert.All(sessions, item => Assert.Equal(box.Workspace, item.Properties["Workspace"].Value));
        Assert.All(sessions, item => Assert.Equal(["prog"], (IEnumerable<string>)item.Properties["Origin"].Value));

        // Two prompts, a message that calls a tool, and two that answer.
        Assert.Equal(5, sessions[1].Properties["MessageCount"].Value);
        Assert.StartsWith("claude-", (string)sessions[1].Properties["Model"].Value, StringComparison.Ordinal);
        Assert.True((DateTimeOffset)sessions[1].Properties["CreatedAt"].Value < (DateTimeOffset)sessions[1].Properties["UpdatedAt"].Value);

        var answered = box.Run("Get-ClaudeboxSession | Where-Object Preview -like 'first*' | Invoke-Claudebox -Prompt '[sim:text text=again]' @box -ResultOnly");
        Assert.Empty(answered.AllErrors);
        Assert.Equal(sessions[1].Properties["SessionId"].Value, Assert.Single(answered.Output).Properties["SessionId"].Value);

        Assert.Empty(box.Run("Get-ClaudeboxSession | Where-Object Preview -like 'second*' | Clear-ClaudeboxSession -Confirm:$false").AllErrors);
        Assert.Equal(sessions[1].Properties["SessionId"].Value, Assert.Single(box.Run("Get-ClaudeboxSession").Output).Properties["SessionId"].Value);
    }

    [Fact]
    public async Task Ids_and_origins_choose_and_a_whole_id_that_is_not_there_is_an_error()
    {
        await using var box = new Box(engine);
        var id = (string)Assert.Single(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box -ResultOnly").Output).Properties["SessionId"].Value;

        Assert.Equal(id, Assert.Single(box.Run($"Get-ClaudeboxSession -SessionId {id[..8]}* -Origin prog").Output).ToString());
        Assert.Empty(box.Run("Get-ClaudeboxSession -Origin interactive").Output);
        Assert.Empty(box.Run("Get-ClaudeboxSession -SessionId nothing*").AllErrors);
        Assert.StartsWith(
            "SessionNotFound,",
            Assert.Single(box.Run("Get-ClaudeboxSession -SessionId 00000000-0000-0000-0000-000000000000").AllErrors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clearing_beside_a_run_says_which_run_it_is_and_how_to_end_it()
    {
        await using var box = new Box(engine);
        using var other = Shell.WithModule(StagedModule.Manifest);
        other.Location = box.Workspace;
        using var running = box.Start("Invoke-Claudebox '[sim:bash command=\"sleep 3636\"]' @box");
        await box.WaitForProcessAsync("sleep 3636");

        var error = Assert.Single(other.Run("Clear-ClaudeboxSession -Confirm:$false").AllErrors);
        running.Stop();

        Assert.StartsWith("WorkspaceBusy,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Matches("the run [0-9a-f]{32} in container ", error.ToString());
        Assert.Contains("Stop-ClaudeboxWorkspace", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("-Wait", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_container_answers_as_it_is_and_stops_again()
    {
        await using var box = new Box(engine);
        Assert.Empty(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box -Mount /usr/share:/extra:ro | Out-Null; Stop-ClaudeboxWorkspace").AllErrors);
        var container = await box.ContainerAsync();

        var listed = box.Run("Get-ClaudeboxSession; Clear-ClaudeboxSession -Confirm:$false; Get-ClaudeboxSession");

        Assert.Empty(listed.AllErrors);
        Assert.Single(listed.Output);
        Assert.Equal(container, await box.ContainerAsync());
        Assert.Equal("false", (await DockerCli.RunAsync("inspect", "--format", "{{.State.Running}}", container)).Trim());
    }

    [Fact]
    public async Task A_workspace_that_never_had_a_container_has_none_afterwards()
    {
        await using var box = new Box(engine);
        Environment.SetEnvironmentVariable("CLAUDEBOX_IMAGE", engine.Image);
        try
        {
            Assert.DoesNotContain(box.Run("Get-ClaudeboxSession").Records, record => record is not ProgressItem);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CLAUDEBOX_IMAGE", null);
        }

        Assert.Equal("", await box.ContainerAsync());
    }
}
