using System.Text.Json;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>What ends a run before its time: afterwards nothing of it is left.</summary>
public sealed class CancelTests(SharedBox box) : IClassFixture<SharedBox>
{
    [Theory]
    [InlineData("INT", 81001)]
    [InlineData("TERM", 81002)]
    public async Task A_signal_cancels_the_run(string signal, int seconds)
    {
        var (prompt, tool) = Tool(seconds);
        await using var run = box.Start(prompt, "--output-format", "stream-json");
        run.Input.Close();
        await box.WaitForProcessAsync(tool);

        await run.SignalAsync(signal);
        var result = await run.WaitAsync();

        // The command ends when the run has: nobody needs to wait for the container.
        Assert.Equal(130, result.ExitCode);
        await box.WaitForProcessAsync(tool, alive: false);
        Assert.Equal("cancelled", await StatusAsync());
    }

    [Fact]
    public async Task A_killed_command_leaves_no_run()
    {
        var (prompt, tool) = Tool(81003);
        await using var run = box.Start(prompt);
        run.Input.Close();
        await box.WaitForProcessAsync(tool);

        await run.SignalAsync("KILL");
        await run.WaitAsync();

        await box.WaitForProcessAsync(tool, alive: false);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_run_quietly()
    {
        var steps = new ScenarioWord("steps").With("command", "echo 1").With("command", "echo 2").With("command", "sleep 81004").ToString();
        await using var run = box.Start("-p", steps, "--output-format", "stream-json");
        run.Input.Close();

        await run.ReadLineAsync();
        run.CloseOutput();
        var result = await run.WaitAsync();

        Assert.Equal((141, ""), (result.ExitCode, result.Error));
        await box.WaitForProcessAsync("sleep 81004", alive: false);
        Assert.Equal("cancelled", await StatusAsync());
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_an_error()
    {
        await using var run = ProgramRun.Start(
            "/bin/sh", ["-c", "exec \"$0\" \"$@\" > /dev/full", CommandFixture.Program, "a prompt for a full disk"], box.Workspace, box.Variables);
        run.Input.Close();

        var result = await run.WaitAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cannot be written", result.Error, StringComparison.Ordinal);
    }

    private static (string Prompt, string Process) Tool(int seconds) => ($"[sim:bash command='sleep {seconds}'] now", $"sleep {seconds}");

    private async Task<string?> StatusAsync()
    {
        var runs = await box.JsonAsync("runs", "--output-format", "json");
        return runs.EnumerateArray().OrderBy(run => run.GetProperty("submittedAt").GetDateTimeOffset()).Last().GetProperty("status").GetString();
    }
}
