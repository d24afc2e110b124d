using System.Net;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.Docker.Tests.Containers;

public sealed class ServerContainerTests(EngineFixture fixture)
{
    private static readonly ServerCredentials Credentials = new() { Tokens = ["a-token-of-the-test"], Environment = new Dictionary<string, string>() };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_reached_at_its_published_url_and_has_the_name_that_was_chosen()
    {
        await using var workspace = new TestWorkspace(fixture);
        var options = Options(workspace);
        var first = await fixture.Engine.StartServerAsync(options with { ExactName = $"server-{Guid.NewGuid():N}" }, Credentials, null, Token);
        var name = $"server-{Guid.NewGuid():N}";

        var second = await fixture.Engine.StartServerAsync(options with { ExactName = name }, Credentials, null, Token);

        Assert.Equal((name, true), (second.Name, second.IsRunning));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).Id);
        await using var stranger = new ServerClient(fixture.Engine.UrlOf(second)!, token: null);
        Assert.Equal(FailureCode.Unauthorized, (await Assert.ThrowsAsync<ClaudeboxException>(() => stranger.StatusAsync(Token))).Code);
        await using var client = new ServerClient(fixture.Engine.UrlOf(second)!, "a-token-of-the-test");
        Assert.Empty((await client.StatusAsync(Token)).BusyWorkspaces);

        // The same start again only hands the credentials over.
        Assert.Equal(second.Id, (await fixture.Engine.StartServerAsync(options with { ExactName = name }, Credentials with { Tokens = ["another"] }, null, Token)).Id);
        Assert.Equal(FailureCode.Unauthorized, (await Assert.ThrowsAsync<ClaudeboxException>(() => client.StatusAsync(Token))).Code);
    }

    [Fact]
    public async Task A_name_that_something_else_has_is_refused_and_that_is_left_alone()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var other = new TestWorkspace(fixture);
        var name = $"server-{Guid.NewGuid():N}";
        var taken = await fixture.Engine.StartServerAsync(Options(other) with { ExactName = name }, Credentials, null, Token);

        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() =>
            fixture.Engine.StartServerAsync(Options(workspace) with { ExactName = name }, Credentials, null, Token));

        Assert.Equal(FailureCode.InvalidRequest, refused.Code);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
        Assert.Equal(taken.Id, Assert.Single(await fixture.Engine.ListContainersAsync(other.Directory, Token)).Id);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("container:other")]
    public async Task On_a_network_without_ports_of_its_own_nothing_is_published(string network)
    {
        await using var workspace = new TestWorkspace(fixture);

        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() =>
            fixture.Engine.StartServerAsync(Options(workspace) with { Network = network }, Credentials, null, Token));

        Assert.Equal(FailureCode.InvalidRequest, refused.Code);
    }

    private static WorkspaceOptions Options(TestWorkspace workspace) => workspace.Options with
    {
        Role = WorkspaceRole.Server,
        Publication = new ServerPublication(IPAddress.Loopback, 0),
    };
}
