using System.Text.RegularExpressions;
using Claudebox.Cli.Tests.Interactive.Support;

namespace Claudebox.Cli.Tests.Interactive;

/// <summary>Keys, window and screen on their way through.</summary>
public sealed partial class ScreenTests(InteractiveFixture fixture)
{
    [Fact]
    public async Task The_windows_size_reaches_Claude_Code_from_the_start_and_when_it_changes()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = await desk.OpenAsync();
        var atFirst = LongestRule(terminal.Screen);

        terminal.Resize(73, 30);
        terminal.Send("x");
        await terminal.WaitForAsync(() => LongestRule(terminal.Screen) == 73, "A rule of the new width did not appear");

        Assert.Equal(110, atFirst);
    }

    [Fact]
    public async Task Ctrl_C_and_Ctrl_Z_are_Claude_Codes_and_not_the_commands()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = await desk.OpenAsync();
        await terminal.EnterAsync("""[sim:bash command="sleep 300"]""");
        await terminal.WaitForAsync("● Bash(sleep 300)");

        terminal.Send("\x03");
        await terminal.WaitForAsync("Interrupted");
        terminal.Send("\x1a");
        await terminal.WaitForAsync("ctrl + z now suspends");
        await terminal.WaitForAsync(
            () => terminal.Screen.LastIndexOf("bypass permissions on", StringComparison.Ordinal) > terminal.Screen.IndexOf("now suspends", StringComparison.Ordinal),
            "Claude Code did not come back");
        await terminal.WaitUntilQuietAsync();
        await desk.AskAsync(terminal, "grüße, all's well");

        // Twice in a row is how Claude Code is left.
        terminal.Send("\x03");
        await terminal.WaitForAsync("Press Ctrl-C again to exit");
        terminal.Send("\x03");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task Every_key_and_every_byte_of_a_paste_goes_through()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = await desk.OpenAsync();

        // Ctrl+P is the previous prompt; Ctrl+P Ctrl+Q would be the engine's way out of a terminal.
        await desk.AskAsync(terminal, "the prompt before");
        terminal.Send("\x10\x11");
        await terminal.WaitForAsync("History 1/1");
        await terminal.EnterAsync(" once more");
        await terminal.WaitForAsync("You said: the prompt before once more");

        var lines = string.Join('\n', Enumerable.Range(1000, 400).Select(number => $"line {number} of the paste"));
        terminal.Send("\e[200~" + lines + "\e[201~");
        await terminal.WaitForAsync("Pasted text");
        terminal.Send("\r");
        var request = await desk.Model.WaitForRequestAsync(r => r.IsMain && r.PromptText.Contains("line 1399", StringComparison.Ordinal));

        Assert.Contains(lines, request.PromptText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_does_not_say_what_it_is_will_do()
    {
        await using var desk = new Desk(fixture);
        desk.Variables.Remove("TERM");
        await using var terminal = await desk.OpenAsync();

        await desk.AskAsync(terminal, "who needs a name");
    }

    [Fact]
    public async Task Without_a_terminal_and_without_a_prompt_the_error_says_what_to_do()
    {
        await using var desk = new Desk(fixture);

        var (code, output, error) = await desk.ScriptAsync();

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("There is no prompt", error, StringComparison.Ordinal);
        Assert.Contains("terminal", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_for_prompts_is_an_error_without_one()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = desk.Start("--output-format", "json");

        Assert.Equal(2, await terminal.WaitForExitAsync());
        Assert.True(terminal.Shows("--output-format is for prompts"), terminal.Screen);
    }

    private static int LongestRule(string screen) => Rule().Matches(screen).Select(match => match.Length).DefaultIfEmpty().Max();

    [GeneratedRegex("^─+$", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
