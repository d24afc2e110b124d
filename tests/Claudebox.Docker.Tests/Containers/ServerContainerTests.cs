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

    [Fact]
    public async Task What_a_server_is_told_of_its_callers_and_its_end_reaches_it()
    {
        await using var workspace = new TestWorkspace(fixture);
        var options = Options(workspace) with { AllowedHosts = ["chat.example.com", "127.0.0.1"], CorsOrigins = ["https://chat.example.com"], DrainSeconds = 60 };

        var server = await fixture.Engine.StartServerAsync(options, Credentials, null, Token);

        var made = await workspace.InspectAsync(server.Id);
        Assert.Equal(TimeSpan.FromSeconds(65), made.Config!.StopTimeout);
        foreach (var variable in (string[])["ALLOWED_HOSTS=chat.example.com,127.0.0.1", "CORS_ORIGINS=https://chat.example.com", "DRAIN_SECONDS=60"])
        {
            Assert.Contains("CLAUDEBOX_MODE_API_" + variable, made.Config.Env);
        }

        // Another choice is another container; the same one is not.
        Assert.Equal(server.Id, (await fixture.Engine.StartServerAsync(options, Credentials, null, Token)).Id);
        Assert.NotEqual(server.Id, (await fixture.Engine.StartServerAsync(options with { DrainSeconds = null }, Credentials, null, Token)).Id);
    }

    [Fact]
    public async Task Settings_of_a_server_are_passed_on_unless_the_caller_chooses()
    {
        await using var workspace = new TestWorkspace(fixture);
        var options = new WorkspaceOptions
        {
            Workspace = workspace.Directory,
            Role = WorkspaceRole.Server,
            Publication = new ServerPublication(IPAddress.Loopback, 0),
            Variables = new Dictionary<string, string>
            {
                ["HOME"] = workspace.Directory,
                ["CLAUDE_MODE_API_ALLOWED_HOSTS"] = "one.example.com, two.example.com",
                ["CLAUDEBOX_MODE_API_CORS_ORIGINS"] = "*",
                ["CLAUDEBOX_MODE_API_QUERY_TOKEN"] = "off",
                ["CLAUDEBOX_MODE_API_DRAIN_SECONDS"] = "30",
            },
        };

        Assert.Equal(("one.example.com,two.example.com", "*", "0", "30", 35L), Told(options));
        Assert.Equal(("*", "http://localhost:3000", "0", "0", 10L), Told(options with { AllowedHosts = ["*"], CorsOrigins = ["http://localhost:3000"], DrainSeconds = 0 }));
        Assert.Equal((null, null, null, null, 10L), Told(options with { Variables = new Dictionary<string, string> { ["HOME"] = workspace.Directory } }));
        Assert.Equal((null, null, null, null, null), Told(options with { Publication = null, Role = WorkspaceRole.Prog }));
        Assert.Contains("127.0.0.1", Assert.Single(ClaudeboxEngine.Plan(new EngineOptions(), options).Warnings), StringComparison.Ordinal);
        Assert.Empty(ClaudeboxEngine.Plan(new EngineOptions(), options with { AllowedHosts = ["127.0.0.1"] }).Warnings);
    }

    [Theory]
    [InlineData("CORS_ORIGINS", "chat.example.com")]
    [InlineData("CORS_ORIGINS", "https://chat.example.com/page")]
    [InlineData("ALLOWED_HOSTS", "https://chat.example.com")]
    [InlineData("ALLOWED_HOSTS", "chat.example.com:8080")]
    [InlineData("DRAIN_SECONDS", "soon")]
    public async Task A_setting_that_a_server_could_not_use_is_refused_by_its_name(string name, string value)
    {
        await using var workspace = new TestWorkspace(fixture);
        var options = new WorkspaceOptions
        {
            Workspace = workspace.Directory,
            Role = WorkspaceRole.Server,
            Publication = new ServerPublication(IPAddress.Loopback, 0),
            Variables = new Dictionary<string, string> { ["HOME"] = workspace.Directory, ["CLAUDEBOX_MODE_API_" + name] = value },
        };

        var refused = Assert.Throws<ClaudeboxException>(() => ClaudeboxEngine.Plan(new EngineOptions(), options));

        Assert.Equal(FailureCode.InvalidRequest, refused.Code);
        Assert.StartsWith($"The environment variable CLAUDEBOX_MODE_API_{name} must ", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
    }

    private static (string? Hosts, string? Origins, string? QueryToken, string? Drain, long? Stop) Told(WorkspaceOptions options)
    {
        var plan = ClaudeboxEngine.Plan(new EngineOptions(), options);
        return (Value("ALLOWED_HOSTS"), Value("CORS_ORIGINS"), Value("QUERY_TOKEN"), Value("DRAIN_SECONDS"), plan.StopSeconds);

        string? Value(string name) => plan.ContainerEnvironment.GetValueOrDefault("CLAUDEBOX_MODE_API_" + name);
    }

    private static WorkspaceOptions Options(TestWorkspace workspace) => workspace.Options with
    {
        Role = WorkspaceRole.Server,
        Publication = new ServerPublication(IPAddress.Loopback, 0),
    };
}
