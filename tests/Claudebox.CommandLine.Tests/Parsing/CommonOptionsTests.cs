using Claudebox.CommandLine.Tests.Support;

namespace Claudebox.CommandLine.Tests.Parsing;

/// <summary>Options that many commands share are there where they mean something, and nowhere else.</summary>
public sealed class CommonOptionsTests
{
    private readonly MemoryConsole _console = new();

    [Theory]
    [InlineData("ps", "--docker-host")]
    [InlineData("logs", "--workspace --docker-host")]
    [InlineData("stop", "--workspace --docker-host")]
    [InlineData("runs", "--workspace --docker-host --image")]
    [InlineData("clear-session", "--workspace --docker-host --image")]
    [InlineData("doctor", "--workspace --docker-host --image")]
    [InlineData("install", "--docker-host --image")]
    [InlineData("completion", "")]
    [InlineData("licenses", "")]
    public async Task Help_and_completion_tell_those_that_a_command_takes(string command, string options)
    {
        Assert.Equal(0, await _console.RunAsync(command, "--help"));
        foreach (var name in (string[])["--workspace", "--docker-host", "--image"])
        {
            var isMeant = options.Split(' ').Contains(name);
            Assert.Equal(isMeant, _console.OutputText.Contains(name + " <", StringComparison.Ordinal));
            Assert.Equal(isMeant, (await CompleteAsync($"claudebox {command} {name[..^1]}")).Contains(name));
        }
    }

    [Theory]
    [InlineData("unknown option '--image' of 'ps'.", "ps", "--image", "x")]
    [InlineData("unknown option '-w' of 'ps'.", "ps", "-w", "/x")]
    [InlineData("The option --image means nothing to 'ps'. See: claudebox ps --help", "--image", "x", "ps")]
    [InlineData("The option --workspace means nothing to 'install'. See: claudebox install --help", "-w=/x", "install")]
    [InlineData("The option --docker-host means nothing to 'licenses'. See: claudebox licenses --help", "--docker-host", "tcp://h:1", "licenses")]
    public void Where_they_mean_nothing_they_are_refused(string message, params string[] arguments) =>
        Assert.Equal(message, _console.Refusal(arguments));

    [Theory]
    [InlineData("/x", "-w", "/x", "logs")]
    [InlineData("/x", "logs", "-w", "/x")]
    [InlineData("/x", "--workspace=/x", "mcp", "list")]
    public void They_stand_before_or_behind_the_command(string workspace, params string[] arguments) =>
        Assert.Equal(workspace, _console.Parse(arguments).Workspace);

    private async Task<IReadOnlyList<string>> CompleteAsync(string line) =>
        [.. (await ClaudeboxCommandLine.CompleteAsync(line, line.Length, _console, TestContext.Current.CancellationToken)).Select(item => item.Text)];
}
