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
        await WaitForSleeperAsync(box);

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
    public async Task A_busy_workspace_is_an_error_or_is_waited_for()
    {
        await using var box = new Box(engine);
        using var other = Shell.WithModule(StagedModule.Manifest);
        other.Location = box.Workspace;
        using var first = box.Start("Invoke-Claudebox '[sim:bash command=\"echo go; sleep 3\" text=first]' @box -ResultOnly");
        await WaitForSleeperAsync(box, "sleep 3");

        var refused = other.Run("Invoke-Claudebox '[sim:text text=second]' @box -ResultOnly", ("box", box.Common));
        var waited = other.Run("Invoke-Claudebox '[sim:text text=third]' @box -ResultOnly -Wait", ("box", box.Common));

        Assert.StartsWith("WorkspaceBusy,", Assert.Single(refused.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["third"], waited.Output.Select(item => item.ToString()));
        Assert.Equal(["first"], first.Wait().Output.Select(item => item.ToString()));
    }

    private static bool IsToolUse(ShellRecord record) =>
        record is OutputItem item && item.Object.Properties["Type"]?.Value is "tool_use";

    private static string RunId(ShellResult result) => (string)result.Output[^1].Properties["RunId"].Value;

    private static async Task WaitForSleeperAsync(Box box, string sleeper = Sleeper)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await box.IsAliveAsync(sleeper))
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
