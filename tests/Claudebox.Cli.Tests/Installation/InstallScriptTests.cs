using System.Text;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Installation;

/// <summary><c>install.sh</c> as people run it: from a file, and piped into a shell.</summary>
public sealed class InstallScriptTests(CommandFixture fixture) : IAsyncLifetime
{
    private static readonly string Script = Repository.PathOf("install.sh");
    private readonly InstallBox _box = new(fixture);
    private ReleaseServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ReleaseServer.StartAsync();
        _box.Variables["CLAUDEBOX_DOWNLOAD_URL"] = _server.Address;
        _box.Variables["TMPDIR"] = Directory.CreateDirectory(_box.In("tmp")).FullName;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _box.DisposeAsync();
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public async Task Piped_into_a_shell_it_installs_and_leaves_nothing_behind(string shell)
    {
        await _server.AddAsync(InstallBox.FileName, InstallBox.SingleFile);

        var result = await PipeAsync(shell, "--skip-image");

        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        Assert.Contains("is installed.", result.Output, StringComparison.Ordinal);
        Assert.Equal("755", _box.ModeOf("bin", "claudebox"));
        Assert.True(File.Exists(_box.In(".ssh", "claudebox", "id_ed25519")));
        Assert.Contains("downloadUrl", await File.ReadAllTextAsync(_box.Configuration), StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Variables_and_arguments_reach_the_installation()
    {
        await _server.AddAsync(InstallBox.FileName, InstallBox.SingleFile);
        _box.Variables.Remove("CLAUDEBOX_IMAGE");
        _box.Variables["CLAUDEBOX_MINIMAL"] = "1";
        _box.Variables["CLAUDEBOX_SKIP_PULL"] = "1";

        var result = await PipeAsync("sh", "mybox");

        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        Assert.True(File.Exists(_box.In("bin", "mybox")));
        Assert.Contains("\"minimal\": true", await File.ReadAllTextAsync(_box.Configuration), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_directory_and_a_renamed_file_will_do()
    {
        _box.Variables.Remove("CLAUDEBOX_DOWNLOAD_URL");
        var package = Directory.CreateDirectory(_box.In("package with blanks")).FullName;
        File.Copy(InstallBox.SingleFile, Path.Combine(package, "renamed"));
        await InstallBox.SucceedAsync(_box.ExecuteAsync("/bin/sh", "-c", "cd \"$1\" && sha256sum renamed > SHA256SUMS && ln renamed \"$2\" && sha256sum \"$2\" >> SHA256SUMS", "sh", package, InstallBox.FileName));

        await InstallBox.SucceedAsync(_box.ExecuteAsync("/bin/sh", Script, Path.Combine(package, "renamed"), "--skip-image"));
        _box.Variables["CLAUDEBOX_PACKAGE"] = package;
        await InstallBox.SucceedAsync(_box.ExecuteAsync("/bin/sh", Script, "--skip-image"));

        Assert.Equal("755", _box.ModeOf("bin", "claudebox"));
        AssertNothingLeft();
    }

    [Fact]
    public async Task The_failure_of_the_installation_is_its_own()
    {
        await _server.AddAsync(InstallBox.FileName, InstallBox.SingleFile);
        _box.Variables["DOCKER_HOST"] = "unix:///nowhere/docker.sock";

        var result = await PipeAsync("sh");

        Assert.Equal(3, result.ExitCode);
        Assert.DoesNotContain("is installed.", result.Output, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    public static TheoryData<string> Wrongs => ["missing sums", "missing file", "wrong checksum", "not listed", "empty file", "empty sums", "cut short", "no address", "no such path", "not http", "nobody there"];

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task Nothing_is_installed_when_something_is_wrong_with_the_file(string what)
    {
        var content = Encoding.ASCII.GetBytes("#!/bin/sh\necho is installed. > \"$HOME/ran\"\n" + new string('#', 200_000));
        string[] arguments = [];
        switch (what)
        {
            case "missing sums":
                _server.AddUnlisted(InstallBox.FileName, content);
                break;
            case "missing file":
                _server.Add("claudebox-other", content);
                break;
            case "wrong checksum":
                _server.Add(InstallBox.FileName, content, new string('0', 64));
                break;
            case "not listed":
                _server.Add("claudebox-other", content);
                _server.AddUnlisted(InstallBox.FileName, content);
                break;
            case "empty file":
                _server.Add(InstallBox.FileName, []);
                break;
            case "empty sums":
                _server.AddUnlisted("SHA256SUMS", []);
                break;
            case "cut short":
                _server.Add(InstallBox.FileName, content);
                _server.CutShort(InstallBox.FileName);
                break;
            case "no address":
                _box.Variables.Remove("CLAUDEBOX_DOWNLOAD_URL");
                break;
            case "no such path":
                arguments = ["./nothing/here"];
                break;
            case "not http":
                _box.Variables["CLAUDEBOX_DOWNLOAD_URL"] = "file:///tmp";
                break;
            case "nobody there":
                _box.Variables["CLAUDEBOX_DOWNLOAD_URL"] = "http://127.0.0.1:1";
                break;
        }

        var result = await PipeAsync("sh", arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("claudebox: Nothing was installed.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        Assert.False(File.Exists(_box.In("ran")));
        Assert.False(Directory.Exists(_box.In("bin")));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_script_that_was_cut_short_does_nothing()
    {
        var script = await File.ReadAllBytesAsync(Script);
        await _server.AddAsync(InstallBox.FileName, InstallBox.SingleFile);

        await _box.ExecuteAsync("/bin/sh", script.AsMemory(0, script.Length - 20), "-s", "--", "--skip-image");

        Assert.Empty(_server.Requests);
        Assert.False(Directory.Exists(_box.In("bin")));
    }

    private async Task<ProgramResult> PipeAsync(string shell, params string[] arguments) =>
        await _box.ExecuteAsync("/usr/bin/env", await File.ReadAllBytesAsync(Script), [shell, "-s", "--", .. arguments]);

    private void AssertNothingLeft() => Assert.Empty(Directory.EnumerateFileSystemEntries(_box.Variables["TMPDIR"]));
}
