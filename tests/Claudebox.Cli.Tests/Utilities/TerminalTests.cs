using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Utilities;

/// <summary>Claude Code's own commands on a terminal, which some of them cannot do without.</summary>
public sealed class TerminalTests(CommandFixture fixture) : IAsyncDisposable
{
    private const string Token = "sk-ant-oat01-made-by-the-stand-in-0123456789";
    private readonly Desk _desk = new(fixture);

    private string TokenFile => Path.Combine(_desk.Home, ".config", "claudebox", "oauth-token");

    [Fact]
    public async Task Doctor_shows_the_checks_of_this_computer_and_then_Claude_Codes_own()
    {
        await using var terminal = _desk.OpenTerminal("doctor");
        await terminal.WaitForAsync("Enter to close");

        Assert.Equal(0, await LeaveAsync(terminal, "\r"));
    }

    [Fact]
    public async Task Setup_token_is_Claude_Codes_own_and_stores_nothing_when_it_is_left()
    {
        await using var terminal = _desk.OpenTerminal("setup-token");
        await terminal.WaitForAsync("Paste code here");

        // It takes no notice of Ctrl+C; pressing it three times ends it all the same.
        terminal.Send("\x03\x03\x03");
        Assert.Equal(130, await terminal.WaitForExitAsync());
        Assert.False(terminal.Shows("paste it here"), terminal.Screen);
        Assert.False(File.Exists(TokenFile));
    }

    [Fact]
    public async Task A_token_is_stored_only_when_it_is_pasted_for_that_and_then_used_until_the_logout()
    {
        // Anthropic's login cannot be had here; what follows it can.
        var standIn = _desk.MakeFile("claude", $"#!/bin/sh\necho 'Your token: {Token}'\n", "755");
        string[] command = ["--mount", $"{standIn}:/usr/local/bin/claude:ro", "setup-token"];
        await using (var declined = _desk.OpenTerminal(command))
        {
            await declined.WaitForAsync("paste it here");
            declined.Send("\r");
            Assert.Equal(0, await declined.WaitForExitAsync());
            Assert.True(declined.Shows("stored nowhere"), declined.Screen);
            Assert.False(File.Exists(TokenFile));
        }

        await using (var wrong = _desk.OpenTerminal(command))
        {
            await wrong.WaitForAsync("paste it here");
            wrong.Send("yes\r");
            Assert.Equal(2, await wrong.WaitForExitAsync());
            Assert.False(File.Exists(TokenFile));
        }

        await using (var pasted = _desk.OpenTerminal(command))
        {
            await pasted.WaitForAsync("paste it here");
            pasted.Send(Token + "\r");
            Assert.Equal(0, await pasted.WaitForExitAsync());
        }

        Assert.Equal(Token + "\n", await File.ReadAllTextAsync(TokenFile, TestContext.Current.CancellationToken));
        _desk.Variables.Remove("ANTHROPIC_API_KEY");
        await _desk.SucceedAsync("with the stored token");
        Assert.Equal("Bearer " + Token, _desk.RequestOf("with the stored token").Authorization);

        Assert.Contains("stored token is deleted", (await _desk.RunAsync("auth", "logout")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(TokenFile));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    // A screen that is still being drawn does not take every key.
    private static async Task<int> LeaveAsync(TerminalProcess terminal, string key)
    {
        var exit = terminal.WaitForExitAsync();
        while (!exit.IsCompleted)
        {
            terminal.Send(key);
            await Task.WhenAny(exit, Task.Delay(500, TestContext.Current.CancellationToken));
        }

        return await exit;
    }
}
