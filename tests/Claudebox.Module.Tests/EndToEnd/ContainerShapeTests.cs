using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>What a container is made of changes.</summary>
[Collection(EngineCollection.Name)]
public sealed class ContainerShapeTests(EngineFixture engine)
{
    [Fact]
    public async Task Verbose_says_why_a_container_was_remade()
    {
        await using var box = new Box(engine);
        var first = box.Run("Invoke-Claudebox '[sim:text text=one]' @box -Verbose | Out-Null");
        var second = box.Run("Invoke-Claudebox '[sim:text text=two]' @box -Mount /usr/share:/extra:ro -Verbose | Out-Null");

        Assert.DoesNotContain(first.Of<VerboseItem>(), item => item.Text.Contains("remade", StringComparison.Ordinal));
        Assert.Contains(second.Of<VerboseItem>(), item => item.Text.Contains("was remade because of: mounts.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_network_is_refused_before_the_container_is_given_up()
    {
        await using var box = new Box(engine);
        Assert.Empty(box.Run("Invoke-Claudebox '[sim:text text=one]' @box | Out-Null").AllErrors);
        var container = await box.ContainerAsync();

        var error = Assert.Single(box.Run("Invoke-Claudebox '[sim:text text=two]' @box -Network no-such-network").AllErrors);

        Assert.StartsWith("InvalidRequest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'no-such-network'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("bridge", error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(container);
        Assert.Equal(container, await box.ContainerAsync());
    }

    [Fact]
    public async Task A_busy_workspace_names_the_container_that_holds_it()
    {
        await using var inner = new Box(engine, "inner");
        await using var outer = new Box(engine, inner.Parent);
        using var running = inner.Start("Invoke-Claudebox '[sim:bash command=\"sleep 3434\"]' @box");
        await inner.WaitForProcessAsync("sleep 3434");
        var name = (await DockerCli.RunAsync("inspect", "--format", "{{.Name}}", await inner.ContainerAsync())).Trim().TrimStart('/');

        var error = Assert.Single(outer.Run("Invoke-Claudebox '[sim:text text=never]' @box").AllErrors);
        running.Stop();

        Assert.StartsWith("WorkspaceBusy,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(name, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Wait", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_means_the_containers_of_every_workspace()
    {
        await using var one = new Box(engine, "one");
        await using var two = new Box(engine, Path.Combine(one.Parent, "two"));
        Assert.Empty(one.Run("Invoke-Claudebox '[sim:text text=one]' @box | Out-Null").AllErrors);
        Assert.Empty(two.Run("Invoke-Claudebox '[sim:text text=two]' @box | Out-Null").AllErrors);

        // Other containers on this engine are none of this test's business.
        Assert.Empty(one.Run("Stop-ClaudeboxWorkspace -All -Role Prog -WhatIf").AllErrors);
        Assert.Contains($"({one.Workspace})", one.Shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.Contains($"({two.Workspace})", one.Shell.Host.Screen.Text, StringComparison.Ordinal);
        one.Shell.Host.Screen.Clear();
        Assert.Empty(one.Run("Stop-ClaudeboxWorkspace -All -Role Interactive -WhatIf").AllErrors);
        Assert.DoesNotContain($"({one.Workspace})", one.Shell.Host.Screen.Text, StringComparison.Ordinal);
    }
}
