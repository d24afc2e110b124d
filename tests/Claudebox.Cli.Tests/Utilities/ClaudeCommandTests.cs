using System.Text;
using System.Text.Json;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Utilities;

/// <summary>Claude Code's own commands, passed through on pipes.</summary>
public sealed class ClaudeCommandTests(CommandFixture fixture) : IAsyncDisposable
{
    private readonly CommandBox _box = new(fixture, "a b");

    [Fact]
    public async Task Mcp_servers_are_kept_and_arguments_are_passed_on_as_they_are()
    {
        // Options that look like ours belong to the server.
        await _box.SucceedAsync("mcp", "add", "echo", "--", "sh", "-c", "cat", "--model", "y", "-w", "/x", "--help");
        await _box.SucceedAsync("mcp", "add", "-s", "project", "shared", "--", "cat");
        await DockerCli.RunAsync("rm", "--force", await _box.ContainerAsync());

        var shown = await _box.SucceedAsync("mcp", "get", "echo");
        Assert.Contains("Args: -c cat --model y -w /x --help", shown, StringComparison.Ordinal);
        Assert.Contains("shared", await _box.SucceedAsync("mcp", "list"), StringComparison.Ordinal);
        using var project = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_box.Workspace, ".mcp.json"), TestContext.Current.CancellationToken));
        Assert.Equal("cat", project.RootElement.GetProperty("mcpServers").GetProperty("shared").GetProperty("command").GetString());

        var missing = await _box.RunAsync("mcp", "get", "nobody");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("nobody", missing.Error + missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auth_tells_its_state_by_its_exit_code()
    {
        using var with = JsonDocument.Parse(await _box.SucceedAsync("auth", "status"));
        Assert.True(with.RootElement.GetProperty("loggedIn").GetBoolean());

        _box.Variables.Remove("ANTHROPIC_API_KEY");
        var without = await _box.RunAsync("auth", "status");
        Assert.Equal(1, without.ExitCode);
        Assert.False(JsonDocument.Parse(without.Output).RootElement.GetProperty("loggedIn").GetBoolean());
        var usage = await _box.RunAsync("auth");
        Assert.Equal(1, usage.ExitCode);
        Assert.Contains("login", usage.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_run_as_the_owner_of_the_workspace_with_the_shared_configuration_and_the_input()
    {
        // A stand-in tells what it was given; the real one does not.
        const string Script = "#!/bin/sh\nprintf '%s|' \"$(id -u):$(id -g)\" \"$PWD\" \"$CLAUDE_CONFIG_DIR\" \"$@\"\necho; cat\necho kept > \"$CLAUDE_CONFIG_DIR/.credentials.json\"\necho problem >&2\nexit 7\n";
        var standIn = _box.MakeFile("claude", Script, "755");
        _box.Own("1234:1234");

        var result = await _box.RunWithAsync(Encoding.UTF8.GetBytes("typed"), "--mount", $"{standIn}:/usr/local/bin/claude:ro", "auth", "login", "--console");

        Assert.Equal(7, result.ExitCode);
        var lines = result.Output.Split('\n');
        Assert.StartsWith($"1234:1234|{_box.Workspace}|/", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("|auth|login|--console|", lines[0], StringComparison.Ordinal);
        Assert.Equal("typed", lines[1]);
        Assert.Equal("problem\n", result.Error);
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(_box.Data, ".credentials.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_token_is_made_on_a_terminal_only()
    {
        var result = await _box.RunAsync("setup-token");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("terminal", result.Error, StringComparison.Ordinal);
        Assert.Empty(await _box.ContainersAsync());
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();
}
