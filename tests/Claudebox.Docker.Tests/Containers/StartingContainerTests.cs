using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

/// <summary>Containers that run while their server does not listen yet.</summary>
public sealed class StartingContainerTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_not_made_anew_under_its_first_user()
    {
        await using var workspace = new TestWorkspace(fixture);
        var data = workspace.Options.DataDirectory!;
        Directory.CreateDirectory(Path.Combine(data, "init.d"));
        await File.WriteAllTextAsync(Path.Combine(data, "init.d", "wait.sh"), "until [ -e /home/claude/.claude/go ]; do sleep 0.05; done", Token);
        var first = workspace.OpenAsync();
        await Eventually.TrueAsync(async () => await fixture.Engine.ListContainersAsync(workspace.Directory, Token) is [{ IsRunning: true }]);

        var exception = await Assert.ThrowsAsync<ClaudeboxException>(
            () => workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 }).WaitAsync(TimeSpan.FromSeconds(60), Token));
        Assert.Equal(FailureCode.WorkspaceBusy, exception.Code);
        Assert.Contains("still starting", exception.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(data, "go"), "", Token);
        await using var connection = await first;
        Assert.Equal("ok", (await connection.Server.HealthAsync(Token)).Status);
    }

    [Fact]
    public async Task A_server_that_never_comes_keeps_nobody_waiting_for_ever()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        await workspace.ExecuteAsync(connection.Container, "mv", "/run/claudebox/api.sock", "/run/claudebox/away.sock");
        var activity = new ContainerActivity(fixture.Api, new ContainerTunnel(fixture.Api, new ContainerJournal(fixture.Api)));
        var container = await workspace.InspectAsync(connection.Container.Id);
        Assert.Equal("it is still starting", await activity.DescribeAsync(container, TimeSpan.FromHours(1), Token));
        Assert.Null(await activity.DescribeAsync(container, TimeSpan.Zero, Token));
    }

    /// <summary>One try to connect lasts a second; the container's second start takes longer.</summary>
    [Fact]
    public async Task A_request_that_starts_it_again_waits_until_it_is_ready()
    {
        var image = await fixture.BuildAsync(
            """ENTRYPOINT ["/bin/sh", "-c", "if [ -e /started ]; then sleep 4; fi; touch /started; exec tini -- /opt/claudebox/entrypoint.sh serve"]""");
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync(workspace.Options with { Image = image });
        await fixture.Engine.StopContainerAsync(connection.Container, Token);
        Assert.Equal("ok", (await connection.Server.HealthAsync(Token)).Status);
    }
}
