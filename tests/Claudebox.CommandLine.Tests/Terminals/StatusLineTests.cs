using Claudebox.CommandLine.Terminals;
using Claudebox.CommandLine.Tests.Support;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Tests.Terminals;

/// <summary>What people who wait are shown.</summary>
public sealed class StatusLineTests
{
    private static readonly EngineProgress Start = new() { Activity = "Preparing container", Status = "Starting x" };
    private static readonly EngineProgress Build = new() { Activity = "Building image", Status = "Step 1/20", PercentComplete = 5 };

    [Fact]
    public async Task On_a_terminal_a_line_changes_in_place_and_goes_away()
    {
        var console = new MemoryConsole { IsErrorTerminal = true };
        using var status = new StatusLine(console, verbose: false);
        status.Report(Build);
        await Testing.Eventually.IsTrueAsync(() => Task.FromResult(console.ErrorText.Contains("Building image 5 %: Step 1/20", StringComparison.Ordinal)), "the line is drawn");
        status.Clear();

        Assert.EndsWith("\r\e[K", console.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', console.ErrorText);
    }

    [Fact]
    public void Elsewhere_only_what_takes_minutes_is_told_and_once()
    {
        var console = new MemoryConsole();
        using var status = new StatusLine(console, verbose: false);
        status.Report(Start);
        status.Report(Build);
        status.Report(Build with { Status = "Step 2/20" });
        status.Detail("a detail");
        status.Show("shown on terminals");

        Assert.Equal("claudebox: Building image; this takes some minutes." + Environment.NewLine, console.ErrorText);
    }

    [Fact]
    public void Whoever_asks_is_told_every_step()
    {
        var console = new MemoryConsole { IsErrorTerminal = true };
        using var status = new StatusLine(console, verbose: true);
        status.Report(Start);
        status.Report(Build);
        status.Detail("a detail\e[2J");

        Assert.Equal(
            ["claudebox: Preparing container: Starting x", "claudebox: Building image 5 %: Step 1/20", "claudebox: a detail[2J", ""],
            console.ErrorText.ReplaceLineEndings("\n").Split('\n'));
    }
}
