using System.Text;
using System.Text.Json.Nodes;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Installation;

public sealed class UpdateTests(CommandFixture fixture) : IAsyncLifetime
{
    private const string Offline = "127.0.0.1:1";
    private readonly InstallBox _box = new(fixture);

    public async ValueTask InitializeAsync() => await _box.UseOwnViewAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task A_newer_image_is_pulled_and_containers_come_to_it()
    {
        await using var registry = await RegistryServer.StartAsync();
        var image = _box.NewImageName($"{registry.Address}/team/claudebox:1");
        _box.Variables["CLAUDEBOX_IMAGE"] = image;
        _box.Variables["CLAUDEBOX_REGISTRY"] = $"{registry.Address}/team";
        var first = await PublishAsync(image, "1.0.0");

        Assert.Matches("(?m)^done +Image +pulled " + image, await _box.SucceedAsync("install"));
        Assert.Matches("(?m)^unchanged +Image ", await _box.SucceedAsync("install"));
        var container = (await DockerCli.RunAsync("create", "--name", $"claude-{_box.Id}", "--label", $"claudebox.workspace={_box.Home}", "--label", "claudebox.role=prog",
            "--volume", $"{_box.Home}:/kept", "--env", "CLAUDEBOX_ROLE=prog", image)).Trim();
        var marker = _box.MakeFile("marker", "kept");
        Assert.Matches("(?m)^unchanged +Containers +all are on the present image", await _box.SucceedAsync("update"));

        var second = await PublishAsync(image, "2.0.0");
        var update = await _box.SucceedAsync("--update");

        Assert.Matches($"(?m)^done +Image +pulled {image} \\(Claudebox 2.0.0, Claude Code 9.9.2.0.0\\)", update);
        Assert.Matches($"(?m)^done +Containers +made anew: claude-{_box.Id}", update);
        Assert.NotEqual(0, (await DockerCli.TryAsync("inspect", container)).Code);
        var renewed = await DockerCli.RunAsync("inspect", "--format", "{{.Image}} {{.State.Status}} {{.Config.Env}} {{(index .Mounts 0).Destination}}", $"claude-{_box.Id}");
        Assert.StartsWith($"{second} created [CLAUDEBOX_ROLE=prog", renewed, StringComparison.Ordinal);
        Assert.EndsWith("/kept\n", renewed, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(marker));
        Assert.NotEqual(0, (await DockerCli.TryAsync("image", "inspect", first)).Code);
    }

    [Fact]
    public async Task A_registry_that_asks_for_a_login_gets_the_one_that_Docker_keeps()
    {
        // "tests" and "secret".
        await using var registry = await RegistryServer.StartAsync("tests:$2b$05$sfqj3W16u5VkTfO2fraT3.dbvavwVOe3jP/w51nvYGbquaY.Zy49y\n");
        var image = _box.NewImageName($"{registry.Address}/claudebox:1");
        _box.Variables["CLAUDEBOX_IMAGE"] = image;
        _box.Variables["CLAUDEBOX_REGISTRY"] = registry.Address;
        _box.Variables["DOCKER_CONFIG"] = _box.In("docker");

        var refused = await _box.RunAsync("install");
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes("tests:secret"));
        var logins = new JsonObject { ["auths"] = new JsonObject { [registry.Address] = new JsonObject { ["auth"] = login } } };
        _box.MakeFile("docker/config.json", logins.ToJsonString());
        await _box.MakeImageAsync("1.0.0", image);
        await DockerCli.RunAsync("--config", _box.In("docker"), "push", "--quiet", image);
        await DockerCli.RunAsync("image", "rm", image);
        var output = await _box.SucceedAsync("install");

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("docker login", refused.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^done +Image +pulled " + image, output);
    }

    [Fact]
    public async Task Offline_it_fails_and_an_installation_does_with_what_there_is()
    {
        var image = await _box.MakeImageAsync("1.0.0", _box.NewImageName($"{Offline}/claudebox:{_box.Id}"));
        _box.Variables["CLAUDEBOX_IMAGE"] = image;
        _box.Variables["CLAUDEBOX_REGISTRY"] = Offline;
        var install = await _box.SucceedAsync("install");

        var update = await _box.RunAsync("update");

        Assert.Matches($"(?m)^unchanged +Image +{image}", install);
        Assert.Contains("> It could not be refreshed", install, StringComparison.Ordinal);
        Assert.Equal(3, update.ExitCode);
        Assert.Matches("(?m)^FAILED +Image .*pulling failed", update.Output);
        Assert.Contains("The update is incomplete. Not done: Image.", update.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("up to date", update.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_runs_though_the_update_before_it_failed()
    {
        // The real image under a name that cannot be pulled; this test needs the engine as it is.
        var image = _box.NewImageName($"{Offline}/claudebox:{_box.Id}");
        await DockerCli.RunAsync("tag", CommandFixture.Image, image);
        _box.Variables.Remove("DOCKER_HOST");
        _box.Variables["CLAUDEBOX_IMAGE"] = image;
        _box.Variables["CLAUDEBOX_REGISTRY"] = Offline;
        _box.Variables["CLAUDEBOX_DOCKER"] = "0";
        var workspace = Directory.CreateDirectory(_box.In("project")).FullName;

        var result = await _box.RunAsync("--update", "--workspace", workspace, "are you there? [sim:text text=yes]");

        Assert.Equal((0, "yes\n"), (result.ExitCode, result.Output));
        Assert.Contains("FAILED     Image", result.Error, StringComparison.Ordinal);
        Assert.Contains("It goes on with what there is.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_takes_the_place_of_an_older_installed_one_and_of_no_newer_one()
    {
        await _box.SucceedAsync("install", "--skip-image");
        var current = await File.ReadAllBytesAsync(_box.Command);

        Assert.Matches("(?m)^unchanged +Command .*is the newest that is known here", await _box.SucceedAsync("update"));
        await File.WriteAllBytesAsync(_box.Command, OfVersion(current, "0.0.9"));
        var older = await _box.SucceedAsync("update");
        Assert.Equal(current, await File.ReadAllBytesAsync(_box.Command));
        await File.WriteAllBytesAsync(_box.Command, OfVersion(current, "9.9.9"));
        var newer = await _box.SucceedAsync("update");

        Assert.Matches("(?m)^done +Command .*in the place of 0.0.9", older);
        Assert.Matches("(?m)^unchanged +Command .*\\(9.9.9\\) is newer than this copy", newer);
    }

    [Fact]
    public async Task A_newer_command_is_downloaded_and_does_the_rest()
    {
        await using var server = await ReleaseServer.StartAsync();
        _box.Variables["CLAUDEBOX_DOWNLOAD_URL"] = server.Address;
        await _box.SucceedAsync("install", "--skip-image");
        _box.Variables.Remove("CLAUDEBOX_DOWNLOAD_URL");
        var current = await File.ReadAllBytesAsync(_box.Command);
        await File.WriteAllBytesAsync(_box.Command, OfVersion(current, "0.0.9"));
        await server.AddAsync(InstallBox.FileName, InstallBox.SingleFile);

        var first = await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.Command, "update"));
        var second = await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.Command, "update"));

        Assert.Matches("(?m)^done +Command .*in the place of 0.0.9", first);
        Assert.Matches("(?m)^unchanged +Image ", first);
        Assert.Matches("(?m)^unchanged +Command .*is the newest at http://127", second);
        Assert.Equal(current, await File.ReadAllBytesAsync(_box.Command));
        Assert.Equal("755", _box.ModeOf("bin", "claudebox"));
        Assert.Equal(["claudebox"], Directory.EnumerateFiles(_box.In("bin")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Who_ends_the_command_ends_the_prompt_that_the_new_one_took_over()
    {
        await using var server = await ReleaseServer.StartAsync();
        _box.Variables["CLAUDEBOX_DOWNLOAD_URL"] = server.Address;
        await _box.SucceedAsync("install", "--skip-image");
        var current = await File.ReadAllBytesAsync(_box.Command);
        await File.WriteAllBytesAsync(_box.Command, OfVersion(current, "0.0.9"));
        await server.AddAsync(InstallBox.FileName, InstallBox.SingleFile);
        _box.Variables.Remove("DOCKER_HOST");
        _box.Variables["CLAUDEBOX_DOCKER"] = "0";
        var workspace = Directory.CreateDirectory(_box.In("ended")).FullName;
        var prompt = $"end this {_box.Id} [sim:silence]";

        await using var run = ProgramRun.Start(_box.Command, ["--update", "--workspace", workspace, prompt], _box.Home, _box.Variables);
        run.Input.Close();
        await _box.Model.WaitForRequestAsync(request => request.PromptText.Contains(prompt, StringComparison.Ordinal), TimeSpan.FromMinutes(3));
        await run.SignalAsync("TERM");
        var result = await run.WaitAsync();

        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        var runs = await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.Command, "runs", "--workspace", workspace));
        Assert.Contains("cancelled", runs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong checksum")]
    [InlineData("cut short")]
    [InlineData("not ours")]
    [InlineData("older")]
    [InlineData("does not run")]
    [InlineData("missing")]
    public async Task A_download_that_is_not_a_newer_command_changes_nothing(string what)
    {
        await using var server = await ReleaseServer.StartAsync();
        await _box.SucceedAsync("install", "--skip-image");
        _box.Variables["CLAUDEBOX_DOWNLOAD_URL"] = server.Address;
        var current = await File.ReadAllBytesAsync(_box.Command);
        switch (what)
        {
            case "wrong checksum":
                server.Add(InstallBox.FileName, new byte[2_000_000], new string('0', 64));
                break;
            case "cut short":
                server.Add(InstallBox.FileName, OfVersion(current, "9.9.9"));
                server.CutShort(InstallBox.FileName);
                break;
            case "not ours":
                server.Add(InstallBox.FileName, Encoding.ASCII.GetBytes("#!/bin/sh\nexit 0\n"));
                break;
            case "older":
                server.Add(InstallBox.FileName, OfVersion(current, "0.0.9"));
                break;
            case "does not run":
                server.Add(InstallBox.FileName, [.. Encoding.ASCII.GetBytes("#!/bin/sh\nexit 1\n"), .. OfVersion(current, "9.9.9")]);
                break;
        }

        var result = await InstallAsync("update");

        Assert.Equal(what == "older" ? 0 : 1, result.ExitCode);
        Assert.Matches(what == "older" ? "(?m)^unchanged +Command .*is newer than what lies at" : "(?m)^FAILED +Command ", result.Output);
        Assert.Equal(current, await File.ReadAllBytesAsync(_box.Command));
        Assert.Equal(["claudebox"], Directory.EnumerateFiles(_box.In("bin")).Select(Path.GetFileName));
    }

    private Task<ProgramResult> InstallAsync(params string[] arguments) => _box.ExecuteAsync(_box.Command, arguments);

    // The same program under another version, where an installer looks for it; its own idea of its version stays.
    private static byte[] OfVersion(byte[] program, string version)
    {
        var mark = Encoding.ASCII.GetBytes("claudebox-command-file");
        var copy = program.ToArray();
        var place = copy.AsSpan()[(copy.AsSpan().IndexOf(mark) + mark.Length)..];
        Assert.Equal(version.Length, place[0]);
        Encoding.ASCII.GetBytes(version).CopyTo(place[1..]);
        return copy;
    }

    private async Task<string> PublishAsync(string image, string version)
    {
        await _box.MakeImageAsync(version, image);
        var id = await DockerCli.RunAsync("image", "inspect", "--format", "{{.Id}}", image);
        await DockerCli.RunAsync("push", "--quiet", image);
        if (version == "1.0.0")
        {
            await DockerCli.RunAsync("image", "rm", image);
        }
        else
        {
            // Someone else pushed it: here the name still means the earlier one.
            await DockerCli.RunAsync("tag", _earlier!, image);
        }

        _earlier = id.Trim();
        return id.Trim();
    }

    private string? _earlier;
}
