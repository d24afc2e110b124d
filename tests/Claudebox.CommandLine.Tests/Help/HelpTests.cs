using System.CommandLine;
using System.CommandLine.Parsing;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Tests.Support;

namespace Claudebox.CommandLine.Tests.Help;

/// <summary>What people are told, and that it is true.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => ["", .. Root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name)];

    private static Command Root => Grammar.Of(new CommandContext(new MemoryConsole()));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself(string name)
    {
        var command = name.Length == 0 ? Root : Root.Subcommands.Single(item => item.Name == name);
        var console = new MemoryConsole();

        // What follows another program's command is its own, also --help.
        var exitCode = command is PassThroughCommand ? await console.RunAsync("help", name) : await console.RunAsync(name.Length == 0 ? ["--help"] : [name, "--help"]);

        Assert.Equal((0, ""), (exitCode, console.ErrorText));
        Assert.Contains(command.Description!.Split(' ')[0], console.OutputText, StringComparison.Ordinal);
        foreach (var option in command.Options.Where(option => !option.Hidden))
        {
            Assert.Contains(option.Name, console.OutputText, StringComparison.Ordinal);
            Assert.True(option.Description?.EndsWith('.'), $"{option.Name} has no description that is a sentence.");
        }

        Assert.Equal(name.Length == 0, console.OutputText.Contains("What to ask of Claude", StringComparison.Ordinal));
        Assert.DoesNotContain(console.OutputText.Split('\n'), line => line.Length > 130);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_command_line_that_is_taken(string name)
    {
        var command = (DocumentedCommand)(name.Length == 0 ? Root : Root.Subcommands.Single(item => item.Name == name));
        foreach (var (line, _) in command.Examples)
        {
            var own = line[line.IndexOf("claudebox", StringComparison.Ordinal)..].Split(" | ")[0];
            var words = CommandLineParser.SplitCommandLine(own.TrimEnd('"', ')')).Skip(1).ToArray();
            new MemoryConsole().Parse(words);
            Assert.Contains(name, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Help_about_nothing_known_is_an_error()
    {
        var console = new MemoryConsole();

        Assert.Equal(2, await console.RunAsync("help", "lgos"));
        Assert.Contains("Did you mean 'logs'?", console.ErrorText, StringComparison.Ordinal);
    }
}
