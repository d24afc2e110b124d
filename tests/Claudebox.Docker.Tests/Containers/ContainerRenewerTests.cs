using System.Net;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Claudebox.Testing;
using Claudebox.Workspaces;
using Docker.DotNet.Models;

namespace Claudebox.Docker.Tests.Containers;

public sealed class ContainerRenewerTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ContainerRenewer Renewer => new(
        fixture.Api, new ContainerLifecycle(fixture.Api), new ContainerActivity(fixture.Api, new ContainerTunnel(fixture.Api, new ContainerJournal(fixture.Api))), new ImageStore(fixture.Api));

    [Fact]
    public async Task A_container_comes_to_a_new_image_with_all_that_made_it()
    {
        await using var workspace = new TestWorkspace(fixture);
        var image = await fixture.BuildAsync("LABEL generation=1", "ENV GENERATION=1");
        var options = workspace.Options with { Image = image, Network = "host", GitName = "Ada", PidsLimit = 500 };
        var old = await OpenAndLeaveAsync(workspace, options);
        await File.WriteAllTextAsync(Path.Combine(workspace.Directory, "marker"), "kept", Token);
        await File.WriteAllTextAsync(Path.Combine(options.DataDirectory!, "marker"), "kept", Token);
        var before = await workspace.InspectAsync(old.Id);

        Assert.Equal(ContainerRenewalOutcome.Current, (await Renewer.RenewAsync(old, Token))!.Outcome);
        await RebuildAsync(image, "LABEL generation=2", "ENV GENERATION=2");
        var renewal = await Renewer.RenewAsync(old, Token);

        Assert.Equal((ContainerRenewalOutcome.Renewed, null), (renewal!.Outcome, renewal.Detail));
        var container = Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
        var after = await workspace.InspectAsync(container.Id);
        Assert.NotEqual(before.Image, after.Image);
        Assert.Equal((old.Name, true), (container.Name, container.IsRunning));
        Assert.Equal(("host", 500), (after.HostConfig!.NetworkMode, after.HostConfig.PidsLimit));
        Assert.Equal(Targets(before), Targets(after));
        Assert.Superset(new HashSet<string> { "GENERATION=2", "CLAUDEBOX_GIT_NAME=Ada" }, after.Config!.Env.ToHashSet());
        Assert.Equal("2", after.Config.Labels["generation"]);

        // The next prompt finds it as it would have made it itself.
        Assert.Equal(container.Id, (await OpenAndLeaveAsync(workspace, options)).Id);
        var (_, output, _) = await workspace.ExecuteAsync(container, "cat", Path.Combine(workspace.Directory, "marker"), "/home/claude/.claude/marker");
        Assert.Equal("keptkept", output);
    }

    [Fact]
    public async Task A_container_in_use_is_left_and_a_stopped_one_stays_stopped()
    {
        await using var workspace = new TestWorkspace(fixture);
        var image = await fixture.BuildAsync("LABEL generation=1");
        var old = await OpenAndLeaveAsync(workspace, workspace.Options with { Image = image });
        await RebuildAsync(image, "LABEL generation=2");
        await OpenTerminalAsync(old.Id);

        var inUse = await Renewer.RenewAsync(old, Token);
        await fixture.Engine.StopContainerAsync(old, Token);
        var renewed = await Renewer.RenewAsync(old, Token);
        var gone = await Renewer.RenewAsync(old, Token);

        Assert.Equal((ContainerRenewalOutcome.InUse, "a terminal is open in it"), (inUse!.Outcome, inUse.Detail));
        Assert.Equal(ContainerRenewalOutcome.Renewed, renewed!.Outcome);
        Assert.Null(gone);
        Assert.Equal("created", Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).State);
    }

    [Fact]
    public async Task A_server_that_runs_is_left_because_a_new_one_would_have_no_credentials()
    {
        await using var workspace = new TestWorkspace(fixture);
        var image = await fixture.BuildAsync("LABEL generation=1");
        var options = workspace.Options with { Image = image, Role = WorkspaceRole.Server, Publication = new ServerPublication(IPAddress.Loopback, 0) };
        var server = await fixture.Engine.StartServerAsync(options, new ServerCredentials { Tokens = ["t"] }, null, Token);
        await RebuildAsync(image, "LABEL generation=2");

        var left = await Renewer.RenewAsync(server, Token);

        Assert.Equal(ContainerRenewalOutcome.InUse, left!.Outcome);
        Assert.Contains("Start-ClaudeboxServer", left.Detail, StringComparison.Ordinal);
        Assert.Equal(server.Id, Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).Id);
    }

    [Theory]
    [InlineData("claudebox:0.0.1", "full")]
    [InlineData("claudebox:0.0.1-minimal", "minimal")]
    [InlineData("claudebox:99.1.2-rc.1-minimal", "minimal")]
    public void A_default_image_of_any_version_becomes_this_versions(string reference, string variant) =>
        Assert.Equal(ImageChoice.DefaultName(variant), ContainerRenewer.PresentName(reference));

    [Theory]
    [InlineData("registry.example/claudebox:0.0.1-minimal")]
    [InlineData("claudebox:mine")]
    [InlineData("claudebox")]
    [InlineData("myclaudebox:0.0.1")]
    public void A_name_that_somebody_chose_stays(string reference) => Assert.Equal(reference, ContainerRenewer.PresentName(reference));

    [Theory]
    [InlineData("claude-_home_u_p", "whatever:1", true)]
    [InlineData("claude-_home_u_p_prog", "sha256:0123", true)]
    [InlineData("claude-mine", "psyb0t/claude-code:latest", true)]
    [InlineData("claude-mine", "registry:5000/psyb0t/claudebox@sha256:0123", true)]
    [InlineData("claude-mine", "postgres:16", false)]
    [InlineData("claude", "psyb0t/claudebox", false)]
    [InlineData("my-claude-_x", "psyb0t/claudebox", false)]
    public void Containers_of_the_earlier_implementation_are_known_by_name_and_image(string name, string image, bool isTheirs) =>
        Assert.Equal(isTheirs, EarlierContainers.IsTheirs(name, image));

    [Fact]
    public async Task Containers_of_the_earlier_implementation_are_listed_and_ours_are_not()
    {
        await using var workspace = new TestWorkspace(fixture);
        var ours = await OpenAndLeaveAsync(workspace, workspace.Options);
        var name = $"claude-_tmp_{Guid.NewGuid():N}";
        await fixture.Api.CallAsync((client, token) => client.Containers.CreateContainerAsync(new() { Name = name, Image = fixture.Image }, token), Token);

        var found = await fixture.Engine.ListEarlierContainersAsync(Token);
        var earlier = Assert.Single(found, item => item.Name == name);
        await fixture.Engine.RemoveContainerAsync(earlier, Token);

        Assert.False(earlier.IsRunning);
        Assert.DoesNotContain(found, item => item.Name == ours.Name);
        Assert.DoesNotContain(await fixture.Engine.ListEarlierContainersAsync(Token), item => item.Name == name);
    }

    private static IEnumerable<string> Targets(ContainerInspectResponse container) => container.HostConfig!.Mounts!.Select(mount => mount.Target!).Order();

    private static async Task<WorkspaceContainer> OpenAndLeaveAsync(TestWorkspace workspace, WorkspaceOptions options)
    {
        await using var connection = await workspace.OpenAsync(options);
        Assert.Equal(WorkspaceRole.Prog, connection.Container.Role);
        return connection.Container;
    }

    private Task<PreparedImage> RebuildAsync(string name, params string[] dockerfile) =>
        new ImageStore(fixture.Api).PrepareAsync(fixture.ImageOf(name, dockerfile), ImagePolicy.Always, null, Token);

    private static async Task OpenTerminalAsync(string containerId) => await DockerCli.RunAsync("exec", "--detach", "--tty", containerId, "sleep", "600");
}
