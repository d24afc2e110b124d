using Claudebox.CommandLine.Tests.Support;

namespace Claudebox.CommandLine.Tests.Parsing;

/// <summary>What is taken for a prompt, and what a slip is answered with. Where nothing is refused, only the engine is missing.</summary>
public sealed class PromptWordsTests
{
    private const int NoEngine = 3;
    private readonly MemoryConsole _console = new();

    [Theory]
    [InlineData("/cost", "--slash-command")]
    [InlineData("--slash-command", "/compact")]
    [InlineData("-p", "fix")]
    [InlineData("-p", "fix", "the", "bug")]
    [InlineData("--", "fix", "the", "bug")]
    [InlineData("fix the bug")]
    [InlineData("fix the bug", "-")]
    public async Task A_prompt_goes_its_way(params string[] arguments)
    {
        Assert.Equal(NoEngine, await _console.RunAsync(arguments));
        Assert.Contains("No Docker Engine", _console.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("To send it as a prompt: claudebox -p fix\n", "fix")]
    [InlineData("To send it as a prompt: claudebox -p fix --model opus --no-continue\n", "fix", "--model", "opus", "--no-continue")]
    [InlineData("To send it as a prompt: claudebox -p fix - --system-prompt \"be terse\"\n", "--system-prompt", "be terse", "fix", "-")]
    [InlineData("To send it as a prompt: claudebox -p /cost --effort=low\n", "/cost", "--effort=low")]
    [InlineData("To run it as a command of Claude Code: claudebox /cost --slash-command --effort=low\n", "/cost", "--effort=low")]
    [InlineData("unknown command 'dcotor'. Did you mean 'doctor'?\n", "dcotor")]
    public async Task One_word_is_refused_with_the_command_line_that_sends_it(string hint, params string[] arguments)
    {
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.Contains(hint, _console.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("To send these words: claudebox \"fix the bug\"\n", "fix", "the", "bug")]
    [InlineData("To send these words: claudebox \"fix the bug\" --model opus\n", "fix", "--model", "opus", "the", "bug")]
    [InlineData("To send these words: claudebox \"explain this and that\" -\n", "explain this", "and", "-", "that")]
    [InlineData("To send these words: claudebox \"what's new\"\n", "what's", "new")]
    [InlineData("To send these words: claudebox 'what is $HOME to '\\''me'\\'''\n", "what", "is", "$HOME", "to", "'me'")]
    [InlineData("To send these words: claudebox \"fix it\" --env TOKEN=…\n", "fix", "it", "--env", "TOKEN=secret")]
    [InlineData("To send these words: claudebox \"fix it\" --env TOKEN=…\n", "fix", "it", "--env=TOKEN=secret")]
    [InlineData("in quotes. Did you mean 'doctor'?\n", "dcotor", "please")]
    public async Task Words_without_quotes_are_refused_with_the_command_line_that_sends_them(string hint, params string[] arguments)
    {
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.Contains(hint, _console.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _console.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("-p", "")]
    [InlineData("", " ", "--model", "opus")]
    [InlineData("--", "")]
    public async Task An_empty_prompt_is_called_so(params string[] arguments)
    {
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.Equal("claudebox: The prompt is empty.", _console.ErrorText.Trim());
    }

    [Fact]
    public async Task Words_behind_a_command_are_shown_as_the_prompt_that_they_may_be()
    {
        Assert.Equal(2, await _console.RunAsync("stop", "the", "server"));
        Assert.Contains("claudebox \"stop the server\"", _console.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--resume must be a session id (a UUID).", "a b", "--resume", "x")]
    [InlineData("--timeout must be at most 2592000 (30 days).", "a b", "--timeout", "99999999")]
    [InlineData("--json-schema is not valid JSON.", "a b", "--json-schema", "{")]
    [InlineData("--resume cannot be combined with --no-continue.", "a b", "--no-continue", "--resume", "d94b0d7e-1111-4222-8333-444455556666")]
    [InlineData("--env 1X=…: '1X' is not a variable name: it takes letters, digits and underscores, and no digit first.", "a b", "--env", "1X=3")]
    [InlineData("--env A.B: 'A.B' is not a variable name: it takes letters, digits and underscores, and no digit first.", "a b", "--env=A.B")]
    [InlineData("--origin must be interactive, prog, api, openai, api:NAME or chat:ID, not 'nosuch'.", "clear-session", "--origin", "nosuch")]
    [InlineData("--bin-name must be the name of a file, not 'a/b'.", "install", "--bin-name", "a/b")]
    [InlineData("--install-dir must not be empty.", "install", "--install-dir", "")]
    public async Task What_is_wrong_has_the_name_that_was_typed(string message, params string[] arguments)
    {
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.Equal("claudebox: " + message, _console.ErrorText.Trim());
    }

    [Fact]
    public async Task A_setting_that_is_wrong_has_its_own_name()
    {
        var console = new MemoryConsole { Variables = new Dictionary<string, string> { ["CLAUDEBOX_PIDS_LIMIT"] = "many" } };

        Assert.Equal(2, await console.RunAsync("a b"));
        Assert.StartsWith("claudebox: The environment variable CLAUDEBOX_PIDS_LIMIT must be ", console.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_to_do_about_a_missing_engine_is_said_once()
    {
        Assert.Equal(NoEngine, await _console.RunAsync("a b"));

        foreach (var advice in (string[])["Install Docker", "start it", "engine can be named", "--docker-host"])
        {
            Assert.Equal(2, _console.ErrorText.Split(advice, StringSplitOptions.None).Length);
        }
    }
}
