using System.Runtime.Versioning;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Claudebox.Workspaces;
using Docker.DotNet.Models;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

public sealed class OpenWorkspaceTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_container_is_made_as_planned()
    {
        await using var workspace = new TestWorkspace(fixture);
        var mounted = Directory.CreateDirectory(Path.Combine(workspace.Directory, "..", "extra")).FullName;
        var options = workspace.Options with { Mounts = [$"{mounted}:/extra:ro"], GitName = "Ann", MemoryBytes = 1L << 30 };
        await using var connection = await workspace.OpenAsync(options);
        Assert.Equal("ok", (await connection.Server.HealthAsync(Token)).Status);
        var found = await workspace.InspectAsync(connection.Container.Id);
        var host = found.HostConfig!;
        Assert.Equal(workspace.Directory, found.Config!.Labels["claudebox.workspace"]);
        Assert.Equal("prog", found.Config.Labels["claudebox.role"]);
        Assert.Equal(connection.Container.Version, found.Config.Labels["claudebox.version"]);
        Assert.Equal(("bridge", 4096, 1L << 30, "json-file", "10m"), (host.NetworkMode, host.PidsLimit, host.Memory, host.LogConfig.Type, host.LogConfig.Config["max-size"]));
        Assert.Equal(["host.docker.internal:host-gateway"], host.ExtraHosts);
        Assert.Equal(
            new[] { "/extra", "/home/claude/.claude", "/var/lib/claudebox/owners", workspace.Directory }.Order(StringComparer.Ordinal),
            host.Mounts!.Select(m => m.Target!).Order(StringComparer.Ordinal));
        Assert.All(host.Mounts!, mount => Assert.Equal("bind", mount.Type));
        Assert.Contains("CLAUDEBOX_GIT_NAME=Ann", found.Config.Env);
        Assert.Contains($"CLAUDEBOX_CONTAINER={connection.Container.Name}", found.Config.Env);
        Assert.Equal((1, ""), ((await workspace.ExecuteAsync(connection.Container, "touch", "/extra/x")).ExitCode, string.Join(',', Directory.GetFileSystemEntries(mounted))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(workspace.Options.DataDirectory!));
    }

    [Fact]
    public async Task The_same_container_serves_again_and_through_symbolic_links()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var first = await workspace.OpenAsync();
        var link = workspace.Directory + "-link";
        Directory.CreateSymbolicLink(link, workspace.Directory);
        await using var second = await workspace.OpenAsync(workspace.Options with { Workspace = link });
        Assert.Equal(first.Container.Id, second.Container.Id);
        var listed = Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
        Assert.Equal((first.Container.Id, first.Container.Name, "running", WorkspaceRole.Prog), (listed.Id, listed.Name, listed.State, listed.Role));
    }

    [Fact]
    public async Task Processes_that_open_a_workspace_at_once_share_one_container()
    {
        await using var workspace = new TestWorkspace(fixture);
        var openings = Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var engine = await ClaudeboxEngine.ConnectAsync(EngineFixture.Options, Token);
            await using var connection = await engine.OpenWorkspaceAsync(workspace.Options, null, Token);
            return connection.Container.Id;
        });
        Assert.Single((await Task.WhenAll(openings)).Distinct());
        Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
    }

    [Fact]
    public async Task Roles_have_containers_of_their_own()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var prog = await workspace.OpenAsync();
        await using var interactive = await workspace.OpenAsync(workspace.Options with { Role = WorkspaceRole.Interactive });
        Assert.NotEqual(prog.Container.Id, interactive.Container.Id);
        Assert.Equal(interactive.Container.Name + "_prog", prog.Container.Name);
        Assert.Equal("interactive", (await interactive.Server.HealthAsync(Token)).Role);
    }

    [Fact]
    public async Task Paths_of_every_kind_arrive_intact()
    {
        foreach (var name in (string[])["with space", "quote'\"`", "$(touch x) & ; |", "ünï\u6f22", "new\nline", "a=b,c", "-dash_"])
        {
            await using var workspace = new TestWorkspace(fixture, name);
            await File.WriteAllTextAsync(Path.Combine(workspace.Directory, "f"), name, Token);
            await using var connection = await workspace.OpenAsync();
            Assert.Equal((0, name, ""), await workspace.ExecuteAsync(connection.Container, "cat", Path.Combine(workspace.Directory, "f")));
            Assert.Equal(["f"], Directory.GetFileSystemEntries(workspace.Directory).Select(Path.GetFileName));
            Assert.Equal(connection.Container.Id, Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).Id);
        }
    }

    [Fact]
    public async Task A_name_that_something_else_has_gets_longer()
    {
        await using var workspace = new TestWorkspace(fixture);
        var plan = ClaudeboxEngine.Plan(EngineFixture.Options, workspace.Options);
        var foreign = await fixture.Api.CallAsync(
            (client, token) => client.Containers.CreateContainerAsync(new CreateContainerParameters { Name = plan.Name, Image = fixture.Image }, token), Token);
        try
        {
            await using var connection = await workspace.OpenAsync();
            Assert.Equal(plan.NameWithHash, connection.Container.Name);
            await using var again = await workspace.OpenAsync();
            Assert.Equal(connection.Container.Id, again.Container.Id);
        }
        finally
        {
            await fixture.Api.CallAsync((client, token) => client.Containers.RemoveContainerAsync(foreign.ID, new ContainerRemoveParameters { Force = true }, token), CancellationToken.None);
        }
    }

    [Fact]
    public async Task When_something_else_has_both_names_the_error_says_so()
    {
        await using var workspace = new TestWorkspace(fixture);
        var plan = ClaudeboxEngine.Plan(EngineFixture.Options, workspace.Options);
        var foreign = new List<string>();
        try
        {
            foreach (var name in (string[])[plan.Name, plan.NameWithHash])
            {
                foreign.Add((await fixture.Api.CallAsync(
                    (client, token) => client.Containers.CreateContainerAsync(new CreateContainerParameters { Name = name, Image = fixture.Image }, token), Token)).ID);
            }

            var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync());
            Assert.Equal(FailureCode.ContainerFailed, exception.Code);
            Assert.Contains($"'{plan.Name}' and '{plan.NameWithHash}'", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var id in foreign)
            {
                await new ContainerLifecycle(fixture.Api).RemoveAsync(id, CancellationToken.None);
            }
        }
    }

    [Theory]
    [InlineData("bridge", 0)]
    [InlineData("host", 0)]
    [InlineData("none", 2)]
    public async Task The_host_has_a_name_wherever_there_is_a_network(string network, int exitCode)
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync(workspace.Options with { Network = network });
        Assert.Equal(exitCode, (await workspace.ExecuteAsync(connection.Container, "getent", "hosts", "host.docker.internal")).ExitCode);
    }

    [Fact]
    public async Task A_missing_workspace_or_mount_is_an_error_and_is_not_made()
    {
        await using var workspace = new TestWorkspace(fixture);
        var missing = Path.Combine(workspace.Directory, "missing");
        Assert.Equal(FailureCode.WorkspaceNotFound, (await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { Workspace = missing }))).Code);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { Mounts = [missing + ":/x"] }));
        Assert.Equal(FailureCode.InvalidRequest, exception.Code);
        Assert.Contains(missing, exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
        Assert.Empty(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
    }

    [Fact]
    public async Task A_network_that_does_not_exist_is_an_error_and_leaves_nothing()
    {
        await using var workspace = new TestWorkspace(fixture);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { Network = "no-such-network" }));
        Assert.Contains("no-such-network", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
    }

    [Fact]
    public async Task Who_only_needs_Claude_Code_takes_the_container_that_is_there_unless_another_image_is_named()
    {
        await using var workspace = new TestWorkspace(fixture);
        var other = await fixture.BuildAsync("LABEL other=1");
        WorkspaceContainer made;
        await using (var connection = await workspace.OpenAsync())
        {
            made = connection.Container;
        }

        await using (var any = await OpenExistingAsync(workspace.Options with { Image = null }))
        {
            Assert.Equal(made.Id, any.Container.Id);
        }

        await using var named = await OpenExistingAsync(workspace.Options with { Image = other });
        Assert.Equal(other, named.Container.Image);

        Task<WorkspaceConnection> OpenExistingAsync(WorkspaceOptions options) => fixture.Engine.OpenExistingWorkspaceAsync(options, null, Token);
    }

    [Fact]
    public void Without_settings_the_full_image_is_built()
    {
        var directory = Directory.CreateDirectory(Path.Combine(fixture.Root, "default")).FullName;
        var options = new WorkspaceOptions { Workspace = directory, Variables = fixture.NoSettings, BuildContext = directory };
        var plan = ClaudeboxEngine.Plan(EngineFixture.Options, options);
        Assert.Equal((ImageChoice.DefaultName("full"), "full", ImageChoice.Build), (plan.Image, plan.ImageChoice.Variant, plan.WhenImageIsMissing));
    }

    [Fact]
    public void A_plan_needs_no_engine()
    {
        var variables = new Dictionary<string, string>(fixture.NoSettings)
        {
            ["DOCKER_HOST"] = "unix:///nowhere/docker.sock",
            ["CLAUDEBOX_MINIMAL"] = "0",
            ["CLAUDE_DOCKER"] = "off",
            ["CLAUDEBOX_REGISTRY"] = "registry.example/x/",
            ["ANTHROPIC_API_KEY"] = "secret",
            ["CLAUDEBOX_MEMORY"] = "2g",
        };
        var directory = Directory.CreateDirectory(Path.Combine(fixture.Root, "plan")).FullName;
        var plan = ClaudeboxEngine.Plan(new EngineOptions { Variables = variables }, new WorkspaceOptions { Workspace = directory, Variables = variables });
        Assert.Equal($"registry.example/x/{ImageChoice.DefaultName("full")}", plan.Image);
        Assert.Equal(("pull", false, 2L << 30), (plan.WhenImageIsMissing, plan.DockerSocket, plan.MemoryBytes));
        Assert.Equal(["ANTHROPIC_API_KEY"], plan.ForwardedNames);
        Assert.DoesNotContain("secret", plan.ContainerEnvironment.Values);
        Assert.Equal(ContainerName.For(directory, WorkspaceRole.Prog), plan.Name);
    }
}
