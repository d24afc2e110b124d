using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Installation;

/// <summary>Coming from the earlier implementation.</summary>
public sealed class MigrationTests(CommandFixture fixture) : IAsyncLifetime
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string EarlierScript = """
        #!/usr/bin/env bash
        # wrapper
        CLAUDE_CONTAINER_NAME="${CLAUDE_CONTAINER_NAME:-claude-$(pwd | tr / _)}"
        exec docker run -it --name "$CLAUDE_CONTAINER_NAME" psyb0t/claude-code:latest "$@"
        """;

    private readonly InstallBox _box = new(fixture);

    private string EarlierContainer => $"claude-_home_{_box.Id}_project";

    public async ValueTask InitializeAsync()
    {
        await _box.UseOwnViewAsync();
        _box.MakeFile(".ssh/claude-code/id_ed25519", "the private key");
        _box.MakeFile(".ssh/claude-code/id_ed25519.pub", "the public key");
        _box.MakeFile("bin/claude", EarlierScript, Executable);
        _box.MakeFile("bin/claudebox", EarlierScript.Replace("claude-code", "claudebox", StringComparison.Ordinal), Executable);
        _box.MakeFile(".local/bin/claude", "#!/usr/bin/env node\nimport './cli.js' // Claude Code; docker psyb0t/claude\n", Executable);
        _box.MakeFile($".claude/.{EarlierContainer}-auth", "ANTHROPIC_API_KEY=secret");
        _box.MakeFile($".claude/.{EarlierContainer}_prog-args", "-p x");
        _box.MakeFile(".claude/.claude.json", "{}");
        _box.MakeFile(".claude/projects/-w/memory/MEMORY.md", "remember");
        await DockerCli.RunAsync("create", "--name", EarlierContainer, CommandFixture.Image);
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task What_is_left_is_reported_with_the_command_that_removes_it()
    {
        var output = await _box.SucceedAsync("install", "--skip-image");

        Assert.Matches("(?m)^done +SSH key +copied the keys of .*/claude-code to .*/claudebox", output);
        Assert.Matches("(?m)^done +Command .*in the place of the earlier implementation's script", output);
        Assert.Matches($"(?m)^skipped +Earlier command +left as they are: {_box.In("bin", "claude")}$", output);
        Assert.Matches($"(?m)^skipped +Earlier containers +left as they are: {EarlierContainer}$", output);
        Assert.Matches("(?m)^skipped +Earlier secrets +left as they are: 2 files", output);
        Assert.Contains($"docker rm {EarlierContainer}", output, StringComparison.Ordinal);
        Assert.Contains("claudebox install --migrate", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret\n", output, StringComparison.Ordinal);
        Assert.Equal("the private key", await File.ReadAllTextAsync(_box.In(".ssh", "claudebox", "id_ed25519")));
        Assert.Equal("the private key", await File.ReadAllTextAsync(_box.In(".ssh", "claude-code", "id_ed25519")));
        Assert.Equal(EarlierScript, await File.ReadAllTextAsync(_box.In("bin", "claude")));
        Assert.True(File.Exists(_box.In(".claude", $".{EarlierContainer}-auth")));
        Assert.Contains(EarlierContainer, await NamesAsync(), StringComparison.Ordinal);

        // The installed command takes the place of the script.
        Assert.Contains("claudebox", await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.Command, "help")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_it_removes_what_is_left_and_nothing_else()
    {
        var output = await _box.SucceedAsync("install", "--skip-image", "--migrate");

        Assert.Matches($"(?m)^done +Earlier command +removed {_box.In("bin", "claude")}$", output);
        Assert.Matches($"(?m)^done +Earlier containers +removed {EarlierContainer}$", output);
        Assert.Matches("(?m)^done +Earlier secrets +removed 2 files", output);
        Assert.DoesNotContain(EarlierContainer, await NamesAsync(), StringComparison.Ordinal);
        Assert.Equal([".claude.json", "claudebox", "projects"], Directory.EnumerateFileSystemEntries(_box.In(".claude")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(_box.In(".claude", "projects", "-w", "memory", "MEMORY.md")));
        Assert.True(File.Exists(_box.In(".local", "bin", "claude")));
        Assert.True(File.Exists(_box.In(".ssh", "claude-code", "id_ed25519")));
        Assert.Equal(["claudebox"], Directory.EnumerateFiles(_box.In("bin")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_container_that_runs_is_not_taken_away()
    {
        var running = EarlierContainer + "_prog";
        await DockerCli.RunAsync("run", "--detach", "--name", running, "--entrypoint", "sleep", CommandFixture.Image, "600");

        var output = await _box.SucceedAsync("install", "--skip-image", "--migrate");

        Assert.Matches($"(?m)^skipped +Earlier containers +removed {EarlierContainer}; these run, so they were left: {running}$", output);
        Assert.Contains($"docker rm --force {running}", output, StringComparison.Ordinal);
        Assert.Contains(running, await NamesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_from_before_goes_on()
    {
        var workspace = Directory.CreateDirectory(_box.In("project")).FullName;
        _box.Variables["CLAUDEBOX_DOCKER"] = "0";

        // A prompt needs connections that the view cannot pass on.
        _box.Variables.Remove("DOCKER_HOST");
        var session = await AskClaudeCodeAsync(workspace);
        await _box.SucceedAsync("install");

        await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.Command, "--workspace", workspace, "and after? [sim:text]"));

        var sent = _box.Model.Requests.Last(request => request.IsMain && request.PromptText.StartsWith("and after?", StringComparison.Ordinal));
        Assert.Contains("before the installation", sent.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_box.In(".claude", "projects"), "*.jsonl", SearchOption.AllDirectories), file => Path.GetFileNameWithoutExtension(file) == session);
    }

    // As the earlier implementation did: Claude Code itself, in the data directory.
    private async Task<string> AskClaudeCodeAsync(string workspace)
    {
        var session = Guid.NewGuid().ToString();
        await DockerCli.RunAsync(
            "run", "--rm", "--add-host", $"{ContainerHost.Name}:host-gateway", "--entrypoint", "claude", "--workdir", workspace,
            "--volume", $"{workspace}:{workspace}", "--volume", $"{_box.In(".claude")}:/data", "--env", "CLAUDE_CONFIG_DIR=/data", "--env", "IS_SANDBOX=1",
            "--env", $"ANTHROPIC_API_KEY={CommandBox.ApiKey}", "--env", $"ANTHROPIC_BASE_URL={ContainerHost.BaseUrlInside(_box.Model)}",
            CommandFixture.Image, "--dangerously-skip-permissions", "--session-id", session, "-p", "before the installation [sim:text]");
        return session;
    }

    private static Task<string> NamesAsync() => DockerCli.RunAsync("ps", "--all", "--format", "{{.Names}}");
}
