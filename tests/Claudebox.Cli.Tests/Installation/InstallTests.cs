using System.Text.Json;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Installation;

public sealed class InstallTests(CommandFixture fixture) : IAsyncLifetime
{
    private const string Success = "is installed.";
    private readonly InstallBox _box = new(fixture);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Everything_is_set_up_once_and_left_as_it_is_afterwards()
    {
        var first = await _box.SucceedAsync("install");
        var key = await File.ReadAllTextAsync(_box.In(".ssh", "claudebox", "id_ed25519"));
        var second = await _box.SucceedAsync("install");

        foreach (var step in (string[])["Data directory", "SSH key", "Command", "Configuration"])
        {
            Assert.Matches($"(?m)^done +{step} ", first);
            Assert.Matches($"(?m)^unchanged +{step} ", second);
        }

        Assert.Matches("(?m)^unchanged +Image +" + CommandFixture.Image, first);
        Assert.Contains(Success, first, StringComparison.Ordinal);
        Assert.Contains(Success, second, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^(done|FAILED)", second);
        Assert.Equal(("755", "700", "700", "700"), (_box.ModeOf("bin", "claudebox"), _box.ModeOf(".claude"), _box.ModeOf(".ssh"), _box.ModeOf(".ssh", "claudebox")));
        Assert.Equal(("600", "644", "600"), (_box.ModeOf(".ssh", "claudebox", "id_ed25519"), _box.ModeOf(".ssh", "claudebox", "id_ed25519.pub"), _box.ModeOf(".config", "claudebox", "config.json")));
        Assert.Equal(key, await File.ReadAllTextAsync(_box.In(".ssh", "claudebox", "id_ed25519")));
        Assert.Equal(await File.ReadAllBytesAsync(InstallBox.SingleFile), await File.ReadAllBytesAsync(_box.Command));
        Assert.Equal(["claudebox"], Directory.EnumerateFiles(_box.In("bin")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_key_is_one_that_ssh_takes()
    {
        await _box.SucceedAsync("install", "--skip-image");

        var key = _box.In(".ssh", "claudebox", "id_ed25519");
        var derived = await InstallBox.SucceedAsync(_box.ExecuteAsync("/usr/bin/ssh-keygen", "-y", "-f", key));
        var described = await InstallBox.SucceedAsync(_box.ExecuteAsync("/usr/bin/ssh-keygen", "-l", "-f", key + ".pub"));

        var line = (await File.ReadAllTextAsync(key + ".pub")).Trim().Split(' ');
        Assert.Equal(["ssh-ed25519", line[1]], derived.Trim().Split(' ')[..2]);
        Assert.Matches("^.+@.+$", line[2]);
        Assert.EndsWith("(ED25519)", described.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_installs_and_runs_a_prompt()
    {
        _box.Variables.Remove("CLAUDEBOX_INSTALL_DIR");
        var copy = _box.In("download");
        File.Copy(InstallBox.SingleFile, copy);
        var workspace = Directory.CreateDirectory(_box.In("project")).FullName;

        var installed = await InstallBox.SucceedAsync(_box.ExecuteAsNobodyAsync(copy, "install"));
        var answer = await InstallBox.SucceedAsync(_box.ExecuteAsNobodyAsync(_box.In(".local", "bin", "claudebox"), "--workspace", workspace, "who are you? [sim:bash command=\"id -u > who\" say=done]"));

        Assert.Contains($"{_box.In(".local", "bin")} is not in PATH", installed, StringComparison.Ordinal);
        Assert.NotEmpty(answer);
        Assert.Equal(InstallBox.Nobody, (await File.ReadAllTextAsync(Path.Combine(workspace, "who"))).Trim());
        var owners = await _box.ExecuteAsync("/usr/bin/find", _box.Home, "!", "-uid", InstallBox.Nobody, "-print");
        Assert.Equal("", owners.Output);
    }

    [Fact]
    public async Task Root_installs_for_all_users_under_any_name()
    {
        _box.Variables.Remove("CLAUDEBOX_INSTALL_DIR");
        _box.Variables["CLAUDE_BIN_NAME"] = "claudebox-" + _box.Id;
        var command = "/usr/local/bin/claudebox-" + _box.Id;
        try
        {
            await _box.SucceedAsync("install", "--skip-image");
            var kept = await InstallBox.SucceedAsync(_box.ExecuteAsync("/usr/bin/stat", "--format=%a %U", command));
            _box.Variables.Remove("CLAUDE_BIN_NAME");
            await InstallBox.SucceedAsync(_box.ExecuteAsync(command, "uninstall"));

            Assert.Equal("755 root", kept.Trim());
            Assert.False(File.Exists(command));
        }
        finally
        {
            File.Delete(command);
        }
    }

    [Fact]
    public async Task Without_an_engine_nothing_is_changed_and_it_says_what_to_install()
    {
        _box.Variables["DOCKER_HOST"] = "unix:///nowhere/docker.sock";

        var result = await _box.RunAsync("install");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches("(?m)^FAILED +Docker Engine ", result.Output);
        Assert.Matches("(?m)> Install .*Docker", result.Output);
        Assert.Matches("(?m)^skipped +Command +needs the step 'Docker Engine'", result.Output);
        Assert.DoesNotContain(Success, result.Output, StringComparison.Ordinal);
        Assert.Contains("is incomplete. Not done: Docker Engine.", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.Home));
    }

    [Fact]
    public async Task A_step_that_fails_ends_what_needs_it_and_nothing_else()
    {
        _box.Variables["CLAUDEBOX_INSTALL_DIR"] = Path.Combine(_box.MakeFile("file", "x"), "bin");

        var result = await _box.RunAsync("install", "--skip-image");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("(?m)^done +SSH key ", result.Output);
        Assert.Matches("(?m)^FAILED +Command ", result.Output);
        Assert.Matches("(?m)^skipped +Configuration +needs the step 'Command'", result.Output);
        Assert.DoesNotContain(Success, result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_box.Configuration));
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_no_success_and_not_remembered()
    {
        var result = await _box.RunAsync("install", "--image", "claudebox-cli-tests:missing");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches("(?m)^FAILED +Image +The image 'claudebox-cli-tests:missing' does not exist", result.Output);
        Assert.DoesNotContain(Success, result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_box.Configuration));
    }

    [Theory]
    [InlineData("#!/bin/sh\nexec /opt/claude/claude \"$@\"\n")]
    [InlineData("\u007fELF something else")]
    public async Task What_is_not_ours_is_never_replaced(string content)
    {
        var place = _box.MakeFile("bin/claude", content);

        var result = await _box.RunAsync("install", "claude", "--skip-image", "--migrate");
        var uninstall = await _box.RunAsync("uninstall", "--bin-name", "claude");

        Assert.Equal((1, 0), (result.ExitCode, uninstall.ExitCode));
        Assert.Matches("(?m)^FAILED +Command .*is something else and was left alone", result.Output);
        Assert.Matches("(?m)^skipped +Command .*was left alone", uninstall.Output);
        Assert.Equal(content, await File.ReadAllTextAsync(place));
    }

    [Fact]
    public async Task Choices_are_remembered_and_later_calls_follow_them()
    {
        var image = await _box.MakeImageAsync("1.0.0", _box.NewImageName());
        _box.Variables.Remove("CLAUDEBOX_IMAGE");
        _box.Variables["CLAUDE_DATA_DIR"] = _box.In("elsewhere");
        Assert.EndsWith("Start it in the directory of a project: cb\n", await _box.SucceedAsync("install", "--image", image, "--bin-name", "cb"), StringComparison.Ordinal);
        _box.Variables.Remove("CLAUDE_DATA_DIR");
        _box.Variables.Remove("CLAUDEBOX_INSTALL_DIR");

        var checks = await ChecksAsync(_box.In("bin", "cb"));
        _box.Variables["CLAUDEBOX_IMAGE"] = CommandFixture.Image;
        var overruled = await ChecksAsync(_box.In("bin", "cb"));
        await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.In("bin", "cb"), "uninstall"));

        Assert.StartsWith(image, checks["image"], StringComparison.Ordinal);
        Assert.StartsWith(_box.In("elsewhere"), checks["data directory"], StringComparison.Ordinal);
        Assert.StartsWith(CommandFixture.Image, overruled["image"], StringComparison.Ordinal);
        Assert.False(File.Exists(_box.In("bin", "cb")));
        Assert.False(File.Exists(_box.Configuration));
    }

    [Fact]
    public async Task A_variant_that_is_named_takes_the_place_of_a_remembered_image()
    {
        _box.Variables.Remove("CLAUDEBOX_IMAGE");
        _box.MakeFile(".config/claudebox/config.json", """{"image":"some:thing"}""");

        await _box.SucceedAsync("install", "--minimal", "--skip-image");

        using var configuration = JsonDocument.Parse(await File.ReadAllTextAsync(_box.Configuration));
        Assert.True(configuration.RootElement.GetProperty("minimal").GetBoolean());
        Assert.False(configuration.RootElement.TryGetProperty("image", out _));
    }

    [Fact]
    public async Task A_broken_configuration_is_named_and_can_be_uninstalled()
    {
        _box.MakeFile(".config/claudebox/config.json", """{"image":""");

        var prompt = await _box.RunAsync("-p", "hello");
        var install = await _box.RunAsync("install");
        await _box.SucceedAsync("uninstall");

        Assert.Equal((2, 2), (prompt.ExitCode, install.ExitCode));
        Assert.Contains(_box.Configuration, prompt.Error, StringComparison.Ordinal);
        Assert.Contains(_box.Configuration, install.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_box.Configuration));
    }

    [Fact]
    public async Task The_image_is_built_from_what_the_file_carries()
    {
        var name = _box.NewImageName();
        await _box.UseOwnViewAsync((CommandFixture.Image, name));
        _box.Variables["CLAUDEBOX_BASE_IMAGE"] = (await DockerCli.TryAsync("image", "inspect", "ubuntu:24.04")).Code == 0 ? "ubuntu:24.04" : "claudebox-base:debian13";

        var first = await _box.SucceedAsync("install", "--verbose");
        var second = await _box.SucceedAsync("install");

        Assert.Matches("(?m)^done +Image +built " + CommandFixture.Image, first);
        Assert.Matches("(?m)^unchanged +Image ", second);
        var digests = await DockerCli.RunAsync("image", "inspect", "--format", "{{index .Config.Labels \"claudebox.context\"}}", name, CommandFixture.Image);
        Assert.Single(digests.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
        var version = await DockerCli.RunAsync("run", "--rm", "--entrypoint", "claude", name, "--version");
        Assert.Contains(ClaudeCodeCli.Version, version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_says_its_version_and_its_licences()
    {
        var version = await _box.SucceedAsync("--version");
        var licences = await _box.SucceedAsync("licenses");

        Assert.StartsWith($"claudebox {Claudebox.Docker.ClaudeboxVersion.Current}\n", version, StringComparison.Ordinal);
        Assert.Contains(ClaudeCodeCli.Version, version, StringComparison.Ordinal);
        Assert.Contains("The Claudebox contributors", licences, StringComparison.Ordinal);
        Assert.Contains("The Legion of the Bouncy Castle", licences, StringComparison.Ordinal);
        Assert.Contains("License notice for Slicing-by-8", licences, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> ChecksAsync(string command)
    {
        var result = await _box.ExecuteAsync(command, "doctor", "--output-format", "json");
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("detail").GetString()!);
    }
}
