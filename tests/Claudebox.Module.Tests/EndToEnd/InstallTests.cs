using Claudebox.Testing;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>The cmdlets that set Claudebox up, in a process whose home directory is the test's.</summary>
[Collection(EngineCollection.Name)]
public sealed class InstallTests(EngineFixture engine) : IDisposable
{
    private const string AsText = "ForEach-Object { \"$($_.Name)=$($_.Status)\" }";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("claudebox-home-");

    private string Module => Path.Combine(_home.FullName, ".local", "share", "powershell", "Modules", "Claudebox", Path.GetFileName(StagedModule.Folder));

    private string Key => Path.Combine(_home.FullName, ".ssh", "claudebox", "id_ed25519");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task A_user_installs_installs_again_and_uninstalls()
    {
        var first = await RunAsync($"Install-Claudebox | {AsText}");

        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        Assert.Superset(
            new HashSet<string> { "Docker Engine=Unchanged", "Data directory=Done", "SSH key=Done", "Image=Unchanged", "PowerShell module=Done", "Configuration=Done" },
            Lines(first));
        Assert.True(File.Exists(Path.Combine(Module, "Claudebox.psd1")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
        }

        Assert.True(Directory.Exists(Path.Combine(_home.FullName, ".claude")));

        var key = await File.ReadAllBytesAsync(Key, TestContext.Current.CancellationToken);
        var again = await RunAsync($"Install-Claudebox | {AsText}");
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain(Lines(again), line => line.EndsWith("=Done", StringComparison.Ordinal));
        Assert.Equal(key, await File.ReadAllBytesAsync(Key, TestContext.Current.CancellationToken));

        var removed = await RunAsync($"Uninstall-Claudebox -Confirm:$false | {AsText}; Uninstall-Claudebox -Confirm:$false | Where-Object Name -eq 'SSH key' | ForEach-Object Advice");
        Assert.Equal(0, removed.ExitCode);
        Assert.Superset(
            new HashSet<string> { "PowerShell module=Done", "Configuration=Done", "SSH key=Skipped", "Data directory=Skipped", "Containers=Skipped", "-RemoveKey removes it." },
            Lines(removed));
        Assert.False(Directory.Exists(Module));
        Assert.True(File.Exists(Key));
    }

    [Fact]
    public async Task WhatIf_changes_nothing()
    {
        var result = await RunAsync("Install-Claudebox -WhatIf; Update-Claudebox -WhatIf; Uninstall-Claudebox -RemoveContainer -RemoveData -WhatIf");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("What if: Performing the operation \"Install: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("What if: Performing the operation \"Update: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("all containers, data directory with all conversations and credentials", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_home.FullName, ".ssh")));
        Assert.False(Directory.Exists(Path.Combine(_home.FullName, ".claude")));
    }

    [Theory]
    [InlineData("Install-Claudebox", "DockerUnavailable")]
    [InlineData("Update-Claudebox", "DockerUnavailable")]
    [InlineData("Uninstall-Claudebox -RemoveData -Confirm:$false", "InvalidRequest")]
    public async Task What_fails_is_a_step_or_nothing_and_an_error_with_an_id(string command, string id)
    {
        var result = await RunAsync($"try {{ {command} -DockerHost unix:///nowhere/x.sock -ErrorVariable failed -ErrorAction SilentlyContinue | {AsText} }} catch {{ $failed = $_ }}; $failed[0].FullyQualifiedErrorId");

        Assert.Contains(id + ",", result.Output, StringComparison.Ordinal);
        Assert.Equal(id == "DockerUnavailable", Lines(result).Contains("Docker Engine=Failed"));
        Assert.False(Directory.Exists(Path.Combine(_home.FullName, ".ssh")));
    }

    private static HashSet<string> Lines(ProgramResult result) => [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private async Task<ProgramResult> RunAsync(string script)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _home.FullName,
            ["CLAUDEBOX_IMAGE"] = engine.Image,
        };
        foreach (var name in (string[])["DOTNET_ROOT", "DOCKER_HOST"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        await using var run = ProgramRun.Start("dotnet", [ShellProgram.Path, StagedModule.Manifest, script], _home.FullName, variables);
        run.Input.Close();
        return await run.WaitAsync();
    }
}
