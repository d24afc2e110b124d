using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Interactive;

/// <summary>What ends a terminal's Claude Code, and what is left then.</summary>
public sealed class EndTests(CommandFixture fixture)
{
    // In a session of its own, as Claude Code's tools are, and deaf to what a closed terminal sends.
    private const string Tool = """[sim:bash command="nohup sleep 77711 & sleep 77722"]""";

    [Fact]
    public async Task A_closed_window_leaves_nothing_in_the_container_and_the_conversation_is_there_the_next_day()
    {
        await using var desk = new Desk(fixture);
        RecordedRequest first;
        await using (var terminal = await desk.OpenAsync())
        {
            first = await desk.AskAsync(terminal, "said before the window was closed");
            await StartToolAsync(desk, terminal);
            terminal.HangUp();
            await terminal.WaitForExitAsync();
            await desk.NothingIsLeftAsync();
        }

        var container = await desk.ContainerAsync("interactive");
        await DockerCli.RunAsync("stop", container);
        await using var nextDay = await desk.OpenAsync();
        var next = await desk.AskAsync(nextDay, "good morning");

        Assert.Equal(container, await desk.ContainerAsync("interactive"));
        Assert.Equal(first.SessionId, next.SessionId);
        Assert.Contains("said before the window was closed", Desk.Said(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_command_leaves_nothing_in_the_container()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = await desk.OpenAsync();
        await StartToolAsync(desk, terminal);

        terminal.Kill();

        await terminal.WaitForExitAsync();
        await desk.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_command_that_is_told_to_end_restores_the_terminal_and_leaves_nothing()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = await desk.OpenAsync();
        var raw = terminal.Settings;

        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", terminal.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        Assert.Equal(130, await terminal.WaitForExitAsync());
        Assert.NotEqual(raw, terminal.Settings);
        await desk.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Leaving_restores_the_terminal()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = desk.OpenTerminal();
        var before = terminal.Settings;
        await terminal.WaitForAsync("bypass permissions on");
        var during = terminal.Settings;
        await StartToolAsync(desk, terminal);
        terminal.Send("\e");
        await terminal.WaitForAsync("Interrupted");

        Assert.Equal(0, await Desk.LeaveAsync(terminal));
        Assert.NotEqual(before, during);
        Assert.Equal(before, terminal.Settings);
        await desk.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData("stop", "The container is being stopped.")]
    [InlineData("kill", "The container stopped")]
    public async Task A_container_that_goes_is_an_error_on_a_restored_terminal(string how, string message)
    {
        await using var desk = new Desk(fixture);
        await using var terminal = desk.OpenTerminal();
        var before = terminal.Settings;
        await terminal.WaitForAsync("bypass permissions on");

        await DockerCli.RunAsync(how, await desk.ContainerAsync("interactive"));

        Assert.Equal(3, await terminal.WaitForExitAsync());
        Assert.True(terminal.Shows(message), terminal.Screen);
        Assert.Equal(before, terminal.Settings);
    }

    [Fact]
    public async Task A_container_in_which_somebody_sits_does_not_stop_for_being_idle()
    {
        await using var desk = new Desk(fixture);
        desk.Variables["CLAUDEBOX_IDLE_SECONDS"] = "5";
        await using var terminal = await desk.OpenAsync();
        var container = await desk.ContainerAsync("interactive");
        var started = await StartedAtAsync(container);

        // Its idle time passes while nothing happens. However slow the computer is, it is the same start afterwards.
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);

        await desk.AskAsync(terminal, "still there");
        Assert.Equal(started, await StartedAtAsync(container));

        static Task<string> StartedAtAsync(string id) => DockerCli.RunAsync("inspect", "--format", "{{.State.StartedAt}}", id);
    }

    private static async Task StartToolAsync(Desk desk, TerminalProcess terminal)
    {
        await terminal.EnterAsync(Tool);
        while (!(await desk.ProcessesAsync()).Any(line => line.EndsWith("sleep 77722", StringComparison.Ordinal)))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
