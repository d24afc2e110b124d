using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Installation;

public sealed class UninstallTests(CommandFixture fixture) : IAsyncLifetime
{
    private readonly InstallBox _box = new(fixture);

    public async ValueTask InitializeAsync()
    {
        await _box.UseOwnViewAsync();
        await _box.SucceedAsync("install", "--skip-image");
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task The_command_removes_itself_and_says_what_is_left()
    {
        var first = await InstallBox.SucceedAsync(_box.ExecuteAsync(_box.Command, "uninstall"));
        var second = await _box.SucceedAsync("uninstall");

        Assert.Matches("(?m)^done +Command +removed " + _box.Command, first);
        Assert.Matches("(?m)^done +Configuration +removed ", first);
        Assert.Matches($"(?m)^skipped +SSH key +{_box.In(".ssh", "claudebox")} is left", first);
        Assert.Matches($"(?m)^skipped +Data directory +{_box.In(".claude")} is left, with all sessions", first);
        Assert.Matches("(?m)^unchanged +Command ", second);
        Assert.Matches("(?m)^unchanged +Configuration ", second);
        Assert.False(File.Exists(_box.Command));
        Assert.False(Directory.Exists(_box.In(".config", "claudebox")));
        Assert.True(File.Exists(_box.In(".ssh", "claudebox", "id_ed25519")));
        Assert.True(Directory.Exists(_box.In(".claude", "claudebox")));
    }

    [Fact]
    public async Task Asked_to_it_removes_containers_image_keys_and_data()
    {
        var image = await _box.MakeImageAsync("1.0.0", _box.NewImageName());
        _box.Variables["CLAUDEBOX_IMAGE"] = image;
        var container = (await DockerCli.RunAsync(
            "create", "--label", $"claudebox.workspace={_box.Home}", "--label", "claudebox.role=prog", image)).Trim();

        var needed = await _box.RunAsync("uninstall", "--remove-image");
        var output = await _box.SucceedAsync("uninstall", "--remove-containers", "--remove-image", "--remove-keys", "--remove-data");

        Assert.Equal(1, needed.ExitCode);
        Assert.Matches("(?m)^FAILED +Image .*is needed by a container", needed.Output);
        Assert.Matches("(?m)^done +Containers +removed ", output);
        Assert.Matches("(?m)^done +Image +removed " + image, output);
        Assert.NotEqual(0, (await DockerCli.TryAsync("inspect", container)).Code);
        Assert.NotEqual(0, (await DockerCli.TryAsync("image", "inspect", image)).Code);
        Assert.False(Directory.Exists(_box.In(".ssh", "claudebox")));
        Assert.False(Directory.Exists(_box.In(".claude")));
    }

    [Theory]
    [InlineData("CLAUDEBOX_DATA_DIR", "--remove-data", "")]
    [InlineData("CLAUDEBOX_DATA_DIR", "--remove-data", "someone")]
    [InlineData("CLAUDEBOX_SSH_DIR", "--remove-keys", "")]
    public async Task A_setting_that_names_something_else_costs_nothing(string variable, string option, string folder)
    {
        var precious = _box.MakeFile("someone/precious", "precious");
        _box.Variables[variable] = _box.In(folder);

        var result = await _box.RunAsync("uninstall", "--remove-containers", option);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("was left alone", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task The_users_own_keys_are_never_removed_even_if_they_were_put_to_use()
    {
        var own = _box.MakeFile(".ssh/id_ed25519", "the user's own");
        var known = _box.MakeFile(".ssh/authorized_keys", "somebody");
        _box.Variables["CLAUDEBOX_SSH_DIR"] = _box.In(".ssh");

        var result = await _box.RunAsync("uninstall", "--remove-keys");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("was left alone", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(own));
        Assert.True(File.Exists(known));
    }

    [Fact]
    public async Task A_key_goes_and_what_lies_beside_it_stays()
    {
        var key = _box.MakeFile("keys/id_ed25519", "made by an installation");
        var beside = _box.MakeFile("keys/config", "Host *");
        _box.Variables["CLAUDEBOX_SSH_DIR"] = _box.In("keys");

        await _box.SucceedAsync("uninstall", "--remove-keys");

        Assert.False(File.Exists(key));
        Assert.True(File.Exists(beside));
    }

    [Fact]
    public async Task Data_is_removed_only_with_the_containers_that_use_it()
    {
        var result = await _box.RunAsync("uninstall", "--remove-data");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--remove-containers", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_box.Command));
    }
}
