using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Tests.Support;

namespace Claudebox.CommandLine.Tests.Parsing;

/// <summary>What is a word of a prompt, and what is not.</summary>
public sealed class ArgumentScanTests
{
    private readonly MemoryConsole _console = new();

    [Theory]
    [InlineData(new[] { "-p", "-5 degrees" }, new[] { "-5 degrees" })]
    [InlineData(new[] { "-5", "-p" }, new[] { "-5" })]
    [InlineData(new[] { "-p", "- fix this" }, new[] { "- fix this" })]
    [InlineData(new[] { "---\ntitle: a page\n---" }, new[] { "---\ntitle: a page\n---" })]
    [InlineData(new[] { "--model: what is it?" }, new[] { "--model: what is it?" })]
    [InlineData(new[] { "[x]", "-p" }, new[] { "[x]" })]
    [InlineData(new[] { "-p", "[suggest:3]", "x" }, new[] { "[suggest:3]", "x" })]
    [InlineData(new[] { "-p", "@file" }, new[] { "@file" })]
    [InlineData(new[] { "-p", "stop" }, new[] { "stop" })]
    [InlineData(new[] { "fix this", "stop" }, new[] { "fix this", "stop" })]
    [InlineData(new[] { "-p", "true" }, new[] { "true" })]
    [InlineData(new[] { "--", "--model", "opus", "--" }, new[] { "--model", "opus", "--" })]
    [InlineData(new[] { "--", "stop" }, new[] { "stop" })]
    [InlineData(new[] { "--system-prompt", "stop", "a b" }, new[] { "a b" })]
    [InlineData(new[] { "--system-prompt=--model", "a b" }, new[] { "a b" })]
    [InlineData(new[] { "a b", "-" }, new[] { "a b", "-" })]
    [InlineData(new[] { "/help me", "/?" }, new[] { "/help me", "/?" })]
    [InlineData(new[] { "", "-p" }, new[] { "" })]
    public void Words_are_kept_as_they_are(string[] arguments, string[] words)
    {
        var context = _console.Parse(arguments);

        Assert.Equal(words, context.Scan.Words);
        Assert.Equal(words, context.Result.GetValue(context.Prompt.Words));
        Assert.Null(context.Scan.Command);
    }

    [Theory]
    [InlineData("a b", true, "a b", "-")]
    [InlineData("a", true, "-", "-p", "a")]
    [InlineData("5 - 3", false, "--", "5", "-", "3")]
    [InlineData("a -", true, "-p", "-", "--", "a", "-")]
    [InlineData("", true, "-")]
    public void A_dash_names_the_standard_input_unless_two_dashes_stand_before_it(string text, bool namesInput, params string[] arguments)
    {
        var scan = _console.Parse(arguments).Scan;

        Assert.Equal((text, namesInput), (string.Join(' ', scan.Text), scan.NamesInput));
    }

    [Theory]
    [InlineData(new[] { "--update", "-p", "--", "explain", "--update" }, new[] { "-p", "--", "explain", "--update" })]
    [InlineData(new[] { "--update", "--", "5", "-", "3" }, new[] { "--", "5", "-", "3" })]
    [InlineData(new[] { "a b", "-", "--update" }, new[] { "a b", "-" })]
    [InlineData(new[] { "--system-prompt", "--update", "--update", "--model=x", "a b" }, new[] { "--system-prompt", "--update", "--model=x", "a b" })]
    public void What_follows_an_update_is_the_rest_of_the_command_line(string[] arguments, string[] rest)
    {
        var context = _console.Parse(arguments);
        Assert.True(context.Result.GetValue(context.Prompt.Update));

        var without = context.Scan.Without(context.Prompt.Update);

        Assert.Equal(rest, without);
        var again = new MemoryConsole().Parse([.. without]).Scan;
        Assert.Equal(context.Scan.Text, again.Text);
        Assert.Equal((context.Scan.NamesInput, context.Scan.IsForced), (again.NamesInput, again.IsForced));
    }

    [Theory]
    [InlineData(false, "a b")]
    [InlineData(true, "-p", "a")]
    [InlineData(true, "a", "--print")]
    [InlineData(true, "--", "a")]
    [InlineData(false, "a b", "--")]
    public void Print_and_dashes_make_any_word_a_prompt(bool isForced, params string[] arguments) =>
        Assert.Equal(isForced, _console.Parse(arguments).Scan.IsForced);

    [Theory]
    [InlineData("stop", "stop", "--all")]
    [InlineData("stop", "-w", "/x", "stop")]
    [InlineData("logs", "--docker-host=tcp://h:1", "logs", "-f", "--verbose")]
    [InlineData("mcp", "mcp", "add", "x", "--", "npx", "--model", "y", "--help", "-w", "z")]
    public void The_first_word_names_a_command(string name, params string[] arguments)
    {
        var context = _console.Parse(arguments);

        Assert.Equal(name, context.Scan.Command!.Name);
        Assert.Equal(name, context.Result.CommandResult.Command.Name);
    }

    [Theory]
    [InlineData(new[] { "mcp", "add", "x", "--", "npx", "--model", "y" }, new[] { "add", "x", "--", "npx", "--model", "y" })]
    [InlineData(new[] { "mcp", "--help" }, new[] { "--help" })]
    [InlineData(new[] { "mcp", "--", "-w", "/z" }, new[] { "--", "-w", "/z" })]
    [InlineData(new[] { "-w", "/tmp", "auth", "login", "--email=a@b" }, new[] { "login", "--email=a@b" })]
    [InlineData(new[] { "auth" }, new string[0])]
    public void Arguments_of_another_program_are_kept_as_they_are(string[] arguments, string[] passed)
    {
        var context = _console.Parse(arguments);

        var command = Assert.IsType<PassThroughCommand>(context.Result.CommandResult.Command);
        Assert.Equal(passed, context.Result.GetValue(command.Rest));
    }

    [Theory]
    [InlineData("unknown option '--modle'. Did you mean '--model'?", "a b", "--modle", "x")]
    [InlineData("unknown option '--model:opus'", "a b", "--model:opus")]
    [InlineData("unknown option '-x'", "-p", "-x")]
    [InlineData("unknown option '-pm'", "-pm")]
    [InlineData("unknown option '--MODEL'", "--MODEL=x", "a b")]
    [InlineData("The option --model needs a value.", "a b", "--model")]
    [InlineData("The option --env needs a value.", "a b", "--env", "--", "x")]
    [InlineData("Required argument missing for option: '--model'", "a b", "--model=")]
    [InlineData("unexpected argument 'x' of 'ps'", "ps", "x")]
    [InlineData("unknown option '--user' of 'install'", "install", "--user")]
    [InlineData("unknown option '--folow' of 'logs'. Did you mean '--follow'?", "logs", "--folow")]
    [InlineData("--tail must be a whole number greater than 0, not '-1'.", "logs", "--tail=-1")]
    public void What_cannot_be_is_named(string message, params string[] arguments) =>
        Assert.Contains(message, _console.Refusal(arguments), StringComparison.Ordinal);

    [Fact]
    public void What_people_paste_does_not_reach_the_terminal_as_it_is()
    {
        var refusal = _console.Refusal("ps", "\e]0;title\a" + new string('x', 500));

        Assert.DoesNotContain('\e', refusal);
        Assert.True(refusal.Length < 300, refusal);
    }
}
