using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Utilities;

/// <summary>What a real shell offers.</summary>
public sealed class CompletionTests(CommandFixture fixture) : IAsyncDisposable
{
    // As Readline sets things up before it calls the function.
    private const string Script = """
        eval "$("$1" completion bash)"
        COMP_LINE="$2"; COMP_POINT=${#COMP_LINE}
        read -ra COMP_WORDS <<< "${COMP_LINE//=/ = }"
        case "$COMP_LINE" in *[\ =]) COMP_WORDS+=("") ;; esac
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        COMP_WORDS[0]="$1"
        _claudebox
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private readonly CommandBox _box = new(fixture);

    [Theory]
    [InlineData("claudebox st", "stop")]
    [InlineData("claudebox --output-f", "--output-format")]
    [InlineData("claudebox --output-format ", "json", "json-verbose", "stream-json", "text")]
    [InlineData("claudebox --output-format=j", "json", "json-verbose")]
    [InlineData("claudebox --effort ", "high", "low", "max", "medium", "xhigh")]
    [InlineData("claudebox --model so", "sonnet", "sonnet[1m]")]
    [InlineData("claudebox logs --role ", "interactive", "prog")]
    [InlineData("claudebox mcp re", "remove", "reset-project-choices")]
    [InlineData("claudebox \"explain th")]
    public async Task Bash_completes_commands_options_and_values(string line, params string[] offered)
    {
        await using var run = ProgramRun.Start("/bin/bash", ["-c", Script, "bash", CommandFixture.Program, line], _box.Workspace, _box.Variables);
        run.Input.Close();
        var result = await run.WaitAsync();

        Assert.Equal("", result.Error);
        Assert.Equal(offered, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Every_shell_gets_a_script_that_asks_the_command(string shell) =>
        Assert.Contains(" complete ", await _box.SucceedAsync("completion", shell), StringComparison.Ordinal);

    [Fact]
    public async Task Conversations_are_offered_where_they_are_at_hand_and_nothing_is_said_where_not()
    {
        Assert.Equal("", await _box.SucceedAsync("complete", "claudebox --resume "));
        var session = (await _box.JsonAsync("a conversation to resume", "--output-format", "json", "-p")).GetProperty("sessionId").GetString();

        Assert.Equal($"{session}\ta conversation to resume\n", await _box.SucceedAsync("complete", "claudebox \"go on\" --resume "));
        _box.Variables["DOCKER_HOST"] = "unix:///nowhere/docker.sock";
        var silent = await _box.RunAsync("complete", "claudebox --resume ");
        Assert.Equal((0, "", ""), (silent.ExitCode, silent.Output, silent.Error));
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();
}
