using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>Several commands at once in one workspace, or in directories of which one lies in the other.</summary>
[Collection(EngineCollection.Name)]
public sealed class SharingTests(EngineFixture engine)
{
    [Fact]
    public async Task Of_two_at_once_one_runs_and_the_other_is_told()
    {
        await using var box = new Box(engine);
        using var other = ShellIn(box.Workspace);
        var gate = Guid.NewGuid().ToString("N");

        // Not even the container is there yet.
        using var first = box.Start($"Invoke-Claudebox '[sim:text text=first gate={gate}]' @box -ResultOnly");
        using var second = other.Start($"Invoke-Claudebox '[sim:text text=second gate={gate}]' @box -ResultOnly", ("box", box.Common));
        await Eventually.IsTrueAsync(() => Task.FromResult(first.IsCompleted || second.IsCompleted));
        var refusedIsFirst = first.IsCompleted;
        engine.Simulator.OpenGate(gate);
        var (refused, served) = refusedIsFirst ? (first.Wait(), second.Wait()) : (second.Wait(), first.Wait());

        Assert.StartsWith("WorkspaceBusy,", Assert.Single(refused.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.Empty(served.AllErrors);
        Assert.Equal([refusedIsFirst ? "second" : "first"], served.Output.Select(item => item.ToString()));
    }

    [Fact]
    public async Task Of_two_at_once_that_wait_each_gets_its_own_answer()
    {
        await using var box = new Box(engine);
        using var other = ShellIn(box.Workspace);

        using var first = box.Start("'one', 'two', 'three' | ForEach-Object { \"[sim:bash command='echo a-$_' text=a-$_]\" } | Invoke-Claudebox @box -ResultOnly -Wait");
        using var second = other.Start("'one', 'two', 'three' | ForEach-Object { \"[sim:bash command='echo b-$_' text=b-$_]\" } | Invoke-Claudebox @box -ResultOnly -Wait", ("box", box.Common));
        var (a, b) = (first.Wait(), second.Wait());

        Assert.Empty(a.AllErrors.Concat(b.AllErrors));
        Assert.Equal(["a-one", "a-two", "a-three"], a.Output.Select(item => item.ToString()));
        Assert.Equal(["b-one", "b-two", "b-three"], b.Output.Select(item => item.ToString()));
    }

    [Fact]
    public async Task A_directory_and_one_inside_it_exclude_each_other_across_containers()
    {
        await using var inner = new Box(engine, "inner");
        await using var outer = new Box(engine, inner.Parent);
        using var running = inner.Start("Invoke-Claudebox '[sim:bash command=\"sleep 3333\"]' @box -ResultOnly");
        await inner.WaitForProcessAsync("sleep 3333");

        var refused = outer.Run("Invoke-Claudebox '[sim:text text=outer]' @box -ResultOnly");
        using var waiting = outer.Start("Invoke-Claudebox '[sim:bash command=\"sleep 4444\"]' @box -ResultOnly -Wait");
        running.Stop();
        await outer.WaitForProcessAsync("sleep 4444");
        var refusedInside = inner.Run("Invoke-Claudebox '[sim:text text=inner]' @box -ResultOnly");
        waiting.Stop();
        var served = inner.Run("Invoke-Claudebox '[sim:text text=inner]' @box -ResultOnly");

        Assert.StartsWith("WorkspaceBusy,", Assert.Single(refused.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("WorkspaceBusy,", Assert.Single(refusedInside.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["inner"], served.Output.Select(item => item.ToString()));
        Assert.NotEqual(await inner.ContainerAsync(), await outer.ContainerAsync());
    }

    private static Shell ShellIn(string workspace)
    {
        var shell = Shell.WithModule(StagedModule.Manifest);
        shell.Location = workspace;
        return shell;
    }
}
