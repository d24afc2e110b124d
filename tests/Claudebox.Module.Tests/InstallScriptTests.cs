using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Claudebox.Testing;

namespace Claudebox.Module.Tests;

/// <summary><c>install.ps1</c> in a PowerShell process of its own.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("claudebox-module-tests-");

    private static string Script => Path.Combine(StagedModule.Repository, "install.ps1");

    private static string FileName => $"claudebox-linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task It_installs_the_file_of_a_directory_and_leaves_nothing_behind()
    {
        var package = MakePackage(Path.Combine(StagedModule.Repository, "output", "cli", FileName));

        var result = await RunAsync($"& '{Script}' '{package}/' --skip-image");

        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        Assert.Contains("is installed.", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(In("bin", "claudebox")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(In("tmp")));
    }

    [Theory]
    [InlineData("a wrong checksum", "it was changed or cut short on its way")]
    [InlineData("no checksum", "SHA256SUMS does not list")]
    [InlineData("no file", "There is no")]
    [InlineData("nothing", "Say where the files are")]
    [InlineData("nobody", "could not be downloaded")]
    [InlineData("no address", "must be an http or https address")]
    public async Task Nothing_is_installed_when_something_is_wrong_with_the_file(string what, string message)
    {
        var program = In("program");
        await File.WriteAllTextAsync(program, "#!/bin/sh\ntouch \"$HOME/ran\"\n", TestContext.Current.CancellationToken);
        var package = MakePackage(program);
        var argument = $"'{package}/'";
        var variable = "";
        switch (what)
        {
            case "a wrong checksum":
                await File.AppendAllTextAsync(Path.Combine(package, FileName), "#", TestContext.Current.CancellationToken);
                break;
            case "no checksum":
                await File.WriteAllTextAsync(Path.Combine(package, "SHA256SUMS"), "", TestContext.Current.CancellationToken);
                break;
            case "no file":
                File.Delete(Path.Combine(package, FileName));
                break;
            case "nothing":
                argument = "";
                break;
            case "nobody":
                (argument, variable) = ("", "http://127.0.0.1:1");
                break;
            case "no address":
                (argument, variable) = ("", "file:///tmp");
                break;
        }

        var result = await RunAsync($"& '{Script}' {argument}", ("CLAUDEBOX_DOWNLOAD_URL", variable));

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.Error + result.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was installed.", result.Error + result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(In("ran")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(In("tmp")));
    }

    private string In(params string[] parts) => Path.Combine([_home.FullName, .. parts]);

    private string MakePackage(string program)
    {
        var package = Directory.CreateDirectory(In("a package")).FullName;
        File.Copy(program, Path.Combine(package, FileName));
        using var content = File.OpenRead(program);
        File.WriteAllText(Path.Combine(package, "SHA256SUMS"), $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {FileName}\n");
        return package;
    }

    private async Task<ProgramResult> RunAsync(string script, params (string Name, string Value)[] variables)
    {
        // It is built with these tests, into the same configuration.
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("Claudebox.Module.Tests", "Claudebox.Testing.Shell", StringComparison.Ordinal), "Claudebox.Testing.Shell.dll");
        var all = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _home.FullName,
            ["TMPDIR"] = Directory.CreateDirectory(In("tmp")).FullName,
            ["CLAUDEBOX_INSTALL_DIR"] = In("bin"),
        };
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { } engine)
        {
            all["DOCKER_HOST"] = engine;
        }

        foreach (var (name, value) in variables.Where(variable => variable.Value.Length > 0))
        {
            all[name] = value;
        }

        await using var run = ProgramRun.Start("dotnet", [program, StagedModule.Manifest, script], _home.FullName, all);
        run.Input.Close();
        return await run.WaitAsync();
    }
}
