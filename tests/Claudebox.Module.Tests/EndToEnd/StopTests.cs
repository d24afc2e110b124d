using System.Management.Automation;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

[Collection(EngineCollection.Name)]
public sealed class StopTests(EngineFixture engine)
{
    private const string Sleeper = "sleep 4711";
    private const string Hang = "Invoke-Claudebox '[sim:bash command=\"" + Sleeper + "\"]' @box";

    [Fact]
    public async Task Stopping_the_pipeline_ends_Claude_and_its_tools()
    {
        await using var box = new Box(engine);
        using var run = box.Start(Hang);
        await run.WaitForAsync(IsToolUse);
        await box.WaitForProcessAsync(Sleeper);

        var result = run.Stop();

        Assert.Equal(PSInvocationState.Stopped, result.State);
        Assert.False(await box.IsAliveAsync(Sleeper));
        Assert.False(await box.IsAliveAsync("stream-json"));
        Assert.Equal("cancelled", box.StatusOf(RunId(result)));
    }

    [Fact]
    public async Task Select_First_ends_Claude_and_its_tools()
    {
        await using var box = new Box(engine);

        var result = box.Run(Hang + " | Where-Object Type -eq tool_use | Select-Object -First 1");

        Assert.Empty(result.AllErrors);
        Assert.False(await box.IsAliveAsync(Sleeper));
        Assert.False(await box.IsAliveAsync("stream-json"));
        Assert.Equal("cancelled", box.StatusOf(RunId(result)));
    }

    [Fact]
    public async Task A_killed_host_process_ends_Claude_and_its_tools()
    {
        await using var box = new Box(engine);
        using var host = HostProcess.Start(box.Workspace, engine.DataDirectory, "[sim:bash command=\"" + Sleeper + "\"]");
        await box.WaitForProcessAsync(Sleeper);

        host.Kill();

        await box.WaitForProcessAsync(Sleeper, alive: false);
        await box.WaitForProcessAsync("stream-json", alive: false);
        await Eventually.IsTrueAsync(() => Task.FromResult(Assert.Single(box.Runs()).Status is not "running"));
        Assert.Equal("cancelled", Assert.Single(box.Runs()).Status);
    }

    [Fact]
    public async Task Stopping_at_any_moment_leaves_the_workspace_free()
    {
        await using var box = new Box(engine);

        // From before the container exists to the middle of a tool's work.
        Func<Task>[] moments =
        [
            () => Task.CompletedTask,
            () => Eventually.IsTrueAsync(async () => await box.ContainerAsync() is { Length: > 0 }),
            () => box.WaitForProcessAsync("claudebox-server"),
            () => Eventually.IsTrueAsync(() => Task.FromResult(box.Runs().Any(run => run.Status == "running"))),
            () => box.WaitForProcessAsync("stream-json"),
            () => box.WaitForProcessAsync(Sleeper),
        ];
        foreach (var moment in moments)
        {
            using var run = box.Start(Hang);
            await moment();
            Assert.Equal(PSInvocationState.Stopped, run.Stop().State);
        }

        var next = box.Run("Invoke-Claudebox '[sim:text text=next]' @box -ResultOnly");

        Assert.Empty(next.AllErrors);
        Assert.Equal(["next"], next.Output.Select(item => item.ToString()));
        Assert.False(await box.IsAliveAsync(Sleeper));
        Assert.Equal("completed", box.Runs()[^1].Status);
        Assert.All(box.Runs().SkipLast(1), run => Assert.Equal("cancelled", run.Status));
    }

    private static bool IsToolUse(ShellRecord record) =>
        record is OutputItem item && item.Object.Properties["Type"]?.Value is "tool_use";

    private static string RunId(ShellResult result) => (string)result.Output[^1].Properties["RunId"].Value;
}
