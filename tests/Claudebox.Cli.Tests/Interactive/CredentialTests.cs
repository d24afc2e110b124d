using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Interactive;

/// <summary>What a terminal asks before the first prompt, and where credentials are.</summary>
public sealed class CredentialTests(CommandFixture fixture)
{
    // What Claude Code's dialogs and screens before the first prompt say.
    private static readonly string[] Questions =
        ["Do you want to use this API key", "trust", "Bypass Permissions mode", "Choose the text style", "Select login method", "Not logged in", "missing or broken"];

    [Fact]
    public async Task With_an_API_key_there_are_no_questions_and_the_key_is_nowhere_but_in_the_process()
    {
        await using var desk = new Desk(fixture);
        await using var terminal = await desk.OpenAsync();
        var request = await desk.AskAsync(terminal, "no questions");

        AssertNoQuestions(terminal);
        Assert.Equal(CommandBox.ApiKey, request.ApiKey);
        var container = await desk.ContainerAsync("interactive");
        foreach (var text in new[] { await DockerCli.RunAsync("inspect", container), await LogAsync(container), await ProcessListAsync(container) })
        {
            Assert.DoesNotContain(CommandBox.ApiKey[..30], text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await Desk.LeaveAsync(terminal));
        await desk.NothingIsLeftAsync();

        // Claude Code itself notes the last 20 characters of a key that it may use.
        var files = Directory.EnumerateFiles(desk.Data, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(files, path => File.ReadAllText(path).Contains(CommandBox.ApiKey[^20..], StringComparison.Ordinal));
        Assert.DoesNotContain(files, path => File.ReadAllText(path).Contains(CommandBox.ApiKey[^21..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_so_short_that_its_end_would_give_it_away_is_not_noted_and_Claude_Code_asks()
    {
        await using var desk = new Desk(fixture);
        desk.Variables["ANTHROPIC_API_KEY"] = "sk-gateway-0123456789abcdef";
        await using var terminal = desk.OpenTerminal();

        await terminal.WaitForAsync("Do you want to use this API key");

        Assert.DoesNotContain("0123456789abcdef", await File.ReadAllTextAsync(Path.Combine(desk.Data, ".claude.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_time_asks_to_log_in_and_with_a_token_there_are_no_questions()
    {
        await using var desk = new Desk(fixture);
        desk.Variables.Remove("ANTHROPIC_API_KEY");
        await using (var first = desk.OpenTerminal())
        {
            await first.WaitForAsync("Select login method");
        }

        desk.Variables["CLAUDE_CODE_OAUTH_TOKEN"] = "sk-ant-oat01-DO-NOT-LEAK-" + new string('t', 80);
        await using var later = await desk.OpenAsync();
        var request = await desk.AskAsync(later, "logged in now");

        AssertNoQuestions(later);
        Assert.Equal("Bearer " + desk.Variables["CLAUDE_CODE_OAUTH_TOKEN"], request.Authorization);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(desk.Data, "*", SearchOption.AllDirectories), path => File.ReadAllText(path).Contains("DO-NOT-LEAK", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_that_the_data_directory_holds_is_enough()
    {
        await using var desk = new Desk(fixture);
        desk.Variables.Remove("ANTHROPIC_API_KEY");
        Directory.CreateDirectory(desk.Data);
        var expires = DateTimeOffset.UtcNow.AddDays(30).ToUnixTimeMilliseconds();
        await File.WriteAllTextAsync(
            Path.Combine(desk.Data, ".credentials.json"),
            $$$"""{"claudeAiOauth":{"accessToken":"sk-ant-oat01-stored","refreshToken":"sk-ant-ort01-stored","expiresAt":{{{expires}}},"scopes":["user:inference","user:profile"],"subscriptionType":"max"}}""",
            TestContext.Current.CancellationToken);
        await using var terminal = await desk.OpenAsync();

        var request = await desk.AskAsync(terminal, "from the data directory");

        AssertNoQuestions(terminal);
        Assert.Equal("Bearer sk-ant-oat01-stored", request.Authorization);
    }

    private static void AssertNoQuestions(TerminalProcess terminal) =>
        Assert.DoesNotContain(Questions, question => terminal.Screen.Contains(question, StringComparison.Ordinal));

    private static async Task<string> LogAsync(string container)
    {
        var (_, output, error) = await DockerCli.TryAsync("logs", container);
        return output + error;
    }

    private static Task<string> ProcessListAsync(string container) => DockerCli.RunAsync("top", container, "-eo", "pid,args");
}
