using Claudebox.CommandLine.Checks;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Tests.Checks;

/// <summary>Checks of a computer on which things are missing.</summary>
public sealed class HostChecksTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("claudebox-checks-").FullName;

    [Fact]
    public async Task A_check_that_fails_does_not_end_the_others()
    {
        var checks = await RunAsync(new() { ["CLAUDEBOX_DATA_DIR"] = Path.Combine(_home, "data"), ["CLAUDEBOX_SSH_DIR"] = Path.Combine(_home, "ssh") });

        Assert.Equal(
            [
                ("claudebox", HostCheckStatus.Passed), ("workspace", HostCheckStatus.Passed), ("engine", HostCheckStatus.Failed),
                ("data directory", HostCheckStatus.Warning), ("SSH key", HostCheckStatus.Warning), ("credentials", HostCheckStatus.Warning),
            ],
            checks.Take(6).Select(check => (check.Name, check.Status)));
        Assert.All(checks.Where(check => check.Status != HostCheckStatus.Passed), check => Assert.False(string.IsNullOrEmpty(check.Advice), check.Name));
        Assert.False(Directory.Exists(Path.Combine(_home, "data")));
    }

    [Fact]
    public async Task A_setting_that_cannot_be_is_named()
    {
        var checks = await RunAsync(new() { ["CLAUDEBOX_IDLE_SECONDS"] = "soon" });

        var failed = checks.Single(check => check.Name == "workspace");
        Assert.Equal(HostCheckStatus.Failed, failed.Status);
        Assert.Contains("CLAUDEBOX_IDLE_SECONDS", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_told_by_name_only()
    {
        var data = Directory.CreateDirectory(Path.Combine(_home, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, ".credentials.json"), """{"secret":"value"}""", TestContext.Current.CancellationToken);
        var checks = await RunAsync(new() { ["CLAUDEBOX_DATA_DIR"] = data, ["CLAUDEBOX_ENV_ANTHROPIC_AUTH_TOKEN"] = "secret-value" });

        var credentials = checks.Single(check => check.Name == "credentials");
        Assert.Equal(HostCheckStatus.Passed, credentials.Status);
        Assert.Equal($"ANTHROPIC_AUTH_TOKEN, {Path.Combine(data, ".credentials.json")}", credentials.Detail);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<List<HostCheck>> RunAsync(Dictionary<string, string> variables)
    {
        variables["XDG_CONFIG_HOME"] = _home;
        var options = new HostCheckOptions
        {
            Engine = new EngineOptions { DockerHost = "unix:///nowhere/docker.sock", Variables = variables },
            Workspace = new WorkspaceOptions { Workspace = _home, Variables = variables },
        };
        var checks = new List<HostCheck>();
        await foreach (var check in HostChecks.RunAsync(options, TestContext.Current.CancellationToken))
        {
            checks.Add(check);
        }

        return checks;
    }
}
