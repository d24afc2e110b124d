using System.Text.Json;
using Claudebox.Cli.Tests.Support;
using Claudebox.Docker;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Utilities;

/// <summary>What there is to see of containers and runs, and how containers are stopped.</summary>
public sealed class ListTests(SharedBox box) : IClassFixture<SharedBox>
{
    [Fact]
    public async Task Runs_are_listed_with_cost_and_outcome()
    {
        await box.SucceedAsync("a run for the list");
        await box.RunAsync("-p", "[sim:error status=400 message=refused]");

        var runs = (await box.JsonAsync("runs", "--output-format", "json")).EnumerateArray().Take(2).ToList();
        Assert.Equal(["failed", "completed"], runs.Select(run => run.GetProperty("status").GetString()));
        Assert.Equal("a run for the list", runs[1].GetProperty("promptPreview").GetString());
        Assert.True(runs[1].GetProperty("totalCostUsd").GetDecimal() > 0);

        var table = (await box.SucceedAsync("runs")).Split('\n');
        Assert.StartsWith("RUN ", table[0], StringComparison.Ordinal);
        Assert.Contains("failed (", table[1], StringComparison.Ordinal);
        Assert.EndsWith("a run for the list", table[2], StringComparison.Ordinal);
        Assert.Equal(table[0].IndexOf("STATUS", StringComparison.Ordinal), table[2].IndexOf("completed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_of_a_workspace_are_known_in_any_container_and_without_starting_one()
    {
        await box.SucceedAsync("known elsewhere");
        var other = Directory.CreateDirectory(Path.Combine(box.Home, "other")).FullName;

        var here = await box.JsonAsync("runs", "--all", "--output-format", "json", "-w", other);
        Assert.Contains(here.EnumerateArray(), run => run.GetProperty("promptPreview").GetString() == "known elsewhere");
        var result = await box.RunAsync("runs", "-w", other);
        Assert.Equal((0, "", $"no runs in {other}\n"), (result.ExitCode, result.Output, result.Error));
        Assert.Single(await CommandBox.ContainersBelowAsync(box.Home));
    }

    [Fact]
    public async Task Containers_are_listed_and_stopped_by_role()
    {
        await box.SucceedAsync("bring it up");
        var name = (await DockerCli.RunAsync("inspect", "--format", "{{.Name}}", await box.ContainerAsync())).Trim().TrimStart('/');

        var own = Assert.Single((await box.JsonAsync("ps", "--output-format", "json")).EnumerateArray(), item => item.GetProperty("workspace").GetString() == box.Workspace);
        Assert.Equal(("prog", "running", name, ClaudeboxVersion.Current),
            (Text(own, "role"), Text(own, "state"), Text(own, "name"), Text(own, "version")));
        Assert.Contains((await box.SucceedAsync("ps")).Split('\n'), line => line.StartsWith(box.Workspace + " ", StringComparison.Ordinal) && line.EndsWith(name, StringComparison.Ordinal));

        Assert.StartsWith("nothing running", await box.SucceedAsync("stop", "--interactive"), StringComparison.Ordinal);
        Assert.Equal($"stopped {name} ({box.Workspace})\n", await box.SucceedAsync("stop", "--prog"));
        Assert.StartsWith("nothing running", await box.SucceedAsync("stop"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_shown_and_followed_until_the_container_stops()
    {
        await box.SucceedAsync("something for the log");
        var whole = await box.SucceedAsync("logs");
        var last = await box.SucceedAsync("logs", "--tail", "1");
        Assert.EndsWith(last, whole, StringComparison.Ordinal);
        Assert.Single(last.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("something for the log", whole, StringComparison.Ordinal);

        await using var following = box.Start("logs", "-f", "--role=prog");
        Assert.NotNull(await following.ReadLineAsync());
        await box.SucceedAsync("stop");
        Assert.Equal(0, (await following.WaitAsync()).ExitCode);

        var none = await box.RunAsync("logs", "--role", "interactive");
        Assert.Equal((0, ""), (none.ExitCode, none.Output));
    }

    /// <summary>One container has nothing more to write, and so would never learn that nobody reads.</summary>
    [Fact]
    public async Task Following_several_logs_ends_when_nobody_reads_them()
    {
        await box.SucceedAsync("something for the log");
        var silent = (await DockerCli.RunAsync("run", "--detach", "--label", $"claudebox.workspace={box.Workspace}", "--label", "claudebox.role=interactive",
            "--entrypoint", "sleep", CommandFixture.Image, "infinity")).Trim();

        await using var run = box.Start("logs", "-f");
        Assert.StartsWith("prog | ", await run.ReadLineAsync(), StringComparison.Ordinal);
        run.CloseOutput();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!run.HasExited)
        {
            limit.Token.ThrowIfCancellationRequested();
            await box.SucceedAsync("more for the log");
        }

        Assert.Equal(141, (await run.WaitAsync()).ExitCode);
        await DockerCli.RunAsync("rm", "--force", silent);
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
