using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class TerminalTests : IAsyncLifetime
{
    private const string Ready = "bypass permissions on";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _tool = FormattableString.Invariant($"sleep 3{Random.Shared.Next(1_000_000_000)}");
    private ServerHost _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerHost.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_terminal_is_attached_from_its_lease_until_its_command_has_ended()
    {
        await using var lease = await _server.Client.OpenTerminalAsync("interactive", "--model", "haiku");
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await terminal.WaitForAsync(Ready);
        await terminal.EnterAsync("hello from a terminal");
        await terminal.WaitForAsync("You said: hello from a terminal");
        var attached = await _server.Client.HealthAsync();
        var busy = await RefusalOfClearingAsync();

        await terminal.EnterAsync("/exit");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Null(await lease.EndAsync());

        Assert.Equal(1, attached.AttachedTerminals);
        Assert.Equal(FailureCode.WorkspaceBusy, busy.Code);
        Assert.Equal(0, (await _server.Client.HealthAsync()).AttachedTerminals);
        Assert.Contains("haiku", _server.Model.Requests.Last(r => r.IsMain).Model, StringComparison.Ordinal);
        Assert.DoesNotContain(TerminalLease.ApiKey[..30], _server.Log, StringComparison.Ordinal);
        Assert.Single(await _server.Client.ClearSessionsAsync());
    }

    [Fact]
    public async Task A_first_terminal_continues_the_conversation_that_terminals_had_before_Claudebox()
    {
        await _server.Client.RunAsync("said by a script [sim:text]");
        await AskAsync("before Claudebox");
        await _server.Client.RunAsync("said by a script later [sim:text]");
        await _server.ForgetClaudeboxAsync();

        await AskAsync("and afterwards");

        var said = _server.Model.Requests.Last(r => r.IsMain).Body.GetProperty("messages").GetRawText();
        Assert.Contains("before Claudebox", said, StringComparison.Ordinal);
        Assert.DoesNotContain("said by a script", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_client_goes_the_terminals_processes_end_tools_included()
    {
        var lease = await _server.Client.OpenTerminalAsync("interactive");
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await StartToolAsync(terminal);

        await lease.DisposeAsync();

        await terminal.WaitForExitAsync();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task When_the_process_on_the_terminal_is_killed_the_others_end_and_the_client_is_told()
    {
        await using var lease = await _server.Client.OpenTerminalAsync("interactive");
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await StartToolAsync(terminal);

        terminal.Kill();

        Assert.Null(await lease.EndAsync());
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_process_that_cannot_be_noted_does_not_end_the_conversation()
    {
        await using var lease = await _server.Client.OpenTerminalAsync("interactive");

        // In the place of the file that the process writes to; as with a full disk, it cannot.
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_server.SocketPath) + "-terminals", lease.Id, "process"));
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await terminal.WaitForAsync(Ready);
        await terminal.EnterAsync("still there");
        await terminal.WaitForAsync("You said: still there");

        await terminal.EnterAsync("/exit");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Null(await lease.EndAsync());
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_terminals_and_says_why()
    {
        await using var lease = await _server.Client.OpenTerminalAsync("interactive");
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await StartToolAsync(terminal);

        _server.Terminate();

        Assert.Equal(FailureCode.ContainerFailed, (await lease.EndAsync())?.Code);
        Assert.Equal(0, await _server.WaitForExitAsync());
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Somebody_in_the_container_can_open_one_by_hand()
    {
        await using var terminal = _server.StartInTerminal(
            new Dictionary<string, string>
            {
                ["TERM"] = "xterm",
                ["ANTHROPIC_API_KEY"] = TerminalLease.ApiKey,
                ["ANTHROPIC_BASE_URL"] = _server.Model.BaseUrl,
            },
            "interactive");
        await terminal.WaitForAsync(Ready);
        await terminal.EnterAsync("by hand");
        await terminal.WaitForAsync("You said: by hand");

        await terminal.EnterAsync("/exit");

        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task A_terminal_can_run_Claude_Codes_own_commands_and_gets_their_exit_code()
    {
        await using var version = await _server.Client.OpenTerminalAsync("claude", "--version");
        await using var shown = _server.StartInTerminal("terminal", version.Id);
        Assert.Equal(0, await shown.WaitForExitAsync());
        Assert.True(shown.Shows(ClaudeCodeCli.Version + " (Claude Code)"), shown.Screen);
        Assert.Null(await version.EndAsync());

        await using var unknown = await _server.Client.OpenTerminalAsync("claude", "mcp", "remove", "nobody");
        await using var failed = _server.StartInTerminal("terminal", unknown.Id);
        Assert.Equal(1, await failed.WaitForExitAsync());
        Assert.True(failed.Shows("nobody"), failed.Screen);
    }

    [Theory]
    [InlineData(FailureCode.InvalidRequest)]
    [InlineData(FailureCode.InvalidRequest, "serve")]
    [InlineData(FailureCode.InvalidRequest, "interactive", "--bogus")]
    [InlineData(FailureCode.InvalidRequest, "interactive", "prompt")]
    [InlineData(FailureCode.InvalidRequest, "interactive", "--model")]
    [InlineData(FailureCode.InvalidRequest, "interactive", "--effort", "heroic")]
    [InlineData(FailureCode.InvalidRequest, "interactive", "--resume", "yesterday")]
    [InlineData(FailureCode.InvalidRequest, "interactive", "--no-continue", "--resume=6f4d3a52-5a0b-4b7c-9a53-6f6f0a1b2c3d")]
    [InlineData(FailureCode.SessionNotFound, "interactive", "--resume=6f4d3a52-5a0b-4b7c-9a53-6f6f0a1b2c3d")]
    public async Task What_cannot_be_started_is_refused_before_anything_is(FailureCode code, params string[] arguments)
    {
        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() => _server.Client.OpenTerminalAsync(arguments));

        Assert.Equal(code, refused.Code);
        Assert.Equal(0, (await _server.Client.HealthAsync()).AttachedTerminals);
    }

    [Fact]
    public async Task A_terminal_takes_one_command_and_an_unknown_one_none()
    {
        await using var lease = await _server.Client.OpenTerminalAsync("interactive");
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await terminal.WaitForAsync(Ready);

        foreach (var id in new[] { lease.Id, "unknown" })
        {
            await using var second = _server.StartInTerminal("terminal", id);
            Assert.Equal(2, await second.WaitForExitAsync());
            Assert.True(second.Shows($"There is no terminal {id} that waits"), second.Screen);
        }
    }

    // In sessions of their own, as Claude Code's tools are; one of them deaf to a hangup.
    private async Task AskAsync(string prompt)
    {
        await using var lease = await _server.Client.OpenTerminalAsync("interactive");
        await using var terminal = _server.StartInTerminal("terminal", lease.Id);
        await terminal.WaitForAsync(Ready);
        await terminal.EnterAsync(prompt);
        await terminal.WaitForAsync("You said: " + prompt);
        await terminal.EnterAsync("/exit");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Null(await lease.EndAsync());
    }

    private async Task StartToolAsync(TerminalProcess terminal)
    {
        await terminal.WaitForAsync(Ready);
        await terminal.EnterAsync(new ScenarioWord("bash").With("command", $"nohup {_tool} & {_tool}").ToString());
        await ProcessTable.WaitUntilPresentAsync(_tool, Patience);
    }

    // An answer is on the screen a moment before its transcript is in the file; until then there is nothing to clear.
    private async Task<ClaudeboxException> RefusalOfClearingAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                Assert.Empty(await _server.Client.ClearSessionsAsync());
            }
            catch (ClaudeboxException refusal)
            {
                return refusal;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private async Task NothingIsLeftAsync()
    {
        await ProcessTable.WaitUntilGoneAsync(_tool, Patience);
        await ProcessTable.WaitUntilGoneAsync(Path.GetDirectoryName(_server.SocketPath) + "-texts", Patience);
    }
}
