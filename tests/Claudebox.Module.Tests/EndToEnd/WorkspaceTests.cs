using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

[Collection(EngineCollection.Name)]
public sealed class WorkspaceTests(EngineFixture engine)
{
    [Fact]
    public async Task A_workspace_is_listed_with_what_its_server_knows_and_stopped()
    {
        await using var box = new Box(engine);
        Assert.Empty(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box | Out-Null").AllErrors);

        var listed = Assert.Single(box.Run("Get-ClaudeboxWorkspace .").Output);
        Assert.Equal(box.Workspace, listed.Properties["Path"].Value);
        Assert.Equal(true, listed.Properties["IsRunning"].Value);
        Assert.Equal(1, listed.Properties["SessionCount"].Value);
        Assert.NotNull(listed.Properties["LastRun"].Value);

        var stopped = box.Run("Get-ClaudeboxWorkspace . | Stop-ClaudeboxWorkspace -PassThru");
        Assert.Empty(stopped.AllErrors);
        Assert.Equal(false, Assert.Single(stopped.Output).Properties["IsRunning"].Value);
        Assert.Equal("false", (await DockerCli.RunAsync("inspect", "--format", "{{.State.Running}}", await box.ContainerAsync())).Trim());
    }

    [Fact]
    public async Task WhatIf_and_other_roles_stop_nothing()
    {
        await using var box = new Box(engine);
        Assert.Empty(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box | Out-Null").AllErrors);

        Assert.Empty(box.Run("Stop-ClaudeboxWorkspace -WhatIf; Stop-ClaudeboxWorkspace -Role Interactive").Records);

        Assert.Equal("true", (await DockerCli.RunAsync("inspect", "--format", "{{.State.Running}}", await box.ContainerAsync())).Trim());
    }

    [Fact]
    public async Task Cleared_sessions_are_forgotten()
    {
        await using var box = new Box(engine);
        var first = Assert.Single(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box -ResultOnly").Output);

        Assert.Empty(box.Run("Clear-ClaudeboxSession -Confirm:$false").Records);

        Assert.Equal(0, Assert.Single(box.Run("Get-ClaudeboxWorkspace .").Output).Properties["SessionCount"].Value);
        var second = Assert.Single(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box -ResultOnly").Output);
        Assert.NotEqual(first.Properties["SessionId"].Value, second.Properties["SessionId"].Value);

        box.Run("Stop-ClaudeboxWorkspace");
        Assert.Empty(box.Shell.Run("$result | Clear-ClaudeboxSession -Confirm:$false", ("result", second)).AllErrors);
        Assert.Equal(false, Assert.Single(box.Run("Get-ClaudeboxWorkspace .").Output).Properties["IsRunning"].Value);
        Assert.DoesNotContain(box.Run("Get-ClaudeboxSession").Records, record => record is not ProgressItem);
        Assert.StartsWith(
            "SessionNotFound,",
            Assert.Single(box.Shell.Run("$result | Clear-ClaudeboxSession -Confirm:$false", ("result", second)).AllErrors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_behind_a_link_is_found_by_the_links_name()
    {
        await using var box = new Box(engine, "real");
        var link = Path.Combine(box.Parent, "link");
        Directory.CreateSymbolicLink(link, box.Workspace);
        box.Shell.Location = link;
        Assert.Empty(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box | Out-Null").AllErrors);

        foreach (var query in (string[])["Get-ClaudeboxWorkspace .", "Get-ClaudeboxWorkspace ../link", $"Get-ClaudeboxWorkspace {link}", "Stop-ClaudeboxWorkspace -PassThru"])
        {
            var found = box.Run(query);
            Assert.Empty(found.AllErrors);
            Assert.Equal(box.Workspace, Assert.Single(found.Output).Properties["Path"].Value);
        }

        Assert.Equal("false", (await DockerCli.RunAsync("inspect", "--format", "{{.State.Running}}", await box.ContainerAsync())).Trim());
    }

    [Fact]
    public async Task Brackets_in_a_location_or_an_input_object_are_no_wildcards()
    {
        await using var box = new Box(engine, "a[1]");
        await using var other = new Box(engine, Path.Combine(box.Parent, "a1"));
        Assert.Empty(box.Run("Invoke-Claudebox '[sim:text text=hello]' @box | Out-Null").AllErrors);
        Assert.Empty(other.Run("Invoke-Claudebox '[sim:text text=hello]' @box | Out-Null").AllErrors);

        foreach (var stop in (string[])["Stop-ClaudeboxWorkspace", "Get-ClaudeboxWorkspace | Where-Object Path -eq $pwd.ProviderPath | Stop-ClaudeboxWorkspace"])
        {
            var stopped = box.Run($"{stop} -PassThru");
            Assert.Empty(stopped.AllErrors);
            Assert.Equal(box.Workspace, Assert.Single(stopped.Output).Properties["Path"].Value);
        }

        Assert.Equal("true", (await DockerCli.RunAsync("inspect", "--format", "{{.State.Running}}", await other.ContainerAsync())).Trim());
        Assert.Equal(2, box.Run("Get-ClaudeboxWorkspace '../a[1]'").Output.Count);
    }

    [Fact]
    public async Task A_wildcard_may_match_nothing_and_a_name_may_not()
    {
        await using var box = new Box(engine);

        Assert.Empty(box.Run("Get-ClaudeboxWorkspace /nowhere/*; Stop-ClaudeboxWorkspace /nowhere/*").Records);

        Assert.All(
            box.Run("Get-ClaudeboxWorkspace /nowhere/at/all; Stop-ClaudeboxWorkspace /nowhere/at/all").AllErrors.Select(error => error.FullyQualifiedErrorId),
            id => Assert.StartsWith("WorkspaceNotFound,", id, StringComparison.Ordinal));
    }
}
