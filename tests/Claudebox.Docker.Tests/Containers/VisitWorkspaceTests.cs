using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

/// <summary>Visits leave containers as they are found.</summary>
public sealed class VisitWorkspaceTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_that_runs_is_visited_as_it_is_and_goes_on()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 });

        await using (var visit = await VisitAsync(workspace))
        {
            Assert.Equal(connection.Container.Id, visit.Container.Id);
            Assert.Empty(await visit.Server.ListSessionsInDetailAsync(visit.WorkspaceInside, Token));
        }

        Assert.True(Assert.Single(await ListAsync(workspace)).IsRunning);
    }

    [Fact]
    public async Task A_stopped_container_is_started_for_the_visit_alone_and_not_made_anew()
    {
        await using var workspace = new TestWorkspace(fixture);
        string id;
        await using (var connection = await workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 }))
        {
            id = connection.Container.Id;
            await fixture.Engine.StopContainerAsync(connection.Container, Token);
        }

        await using (var visit = await VisitAsync(workspace))
        {
            Assert.Equal("ok", (await visit.Server.HealthAsync(Token)).Status);
            Assert.True(Assert.Single(await ListAsync(workspace)).IsRunning);
        }

        var after = Assert.Single(await ListAsync(workspace));
        Assert.Equal(id, after.Id);
        Assert.False(after.IsRunning);
    }

    [Fact]
    public async Task Without_a_container_one_is_made_for_the_visit_and_removed()
    {
        await using var workspace = new TestWorkspace(fixture);

        await using (var visit = await VisitAsync(workspace))
        {
            Assert.Equal("ok", (await visit.Server.HealthAsync(Token)).Status);
        }

        Assert.Empty(await ListAsync(workspace));
    }

    [Fact]
    public async Task A_container_that_someone_uses_by_then_goes_on()
    {
        using var api = new SilentApi();
        await using var workspace = new TestWorkspace(fixture);
        var visit = await VisitAsync(workspace);
        await using var other = await workspace.OpenAsync();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = RunAsync(other, api, source.Token);
        await Eventually.TrueAsync(() => api.Connections > 0);

        await visit.DisposeAsync();

        Assert.True(Assert.Single(await ListAsync(workspace)).IsRunning);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static async Task RunAsync(WorkspaceConnection connection, SilentApi api, CancellationToken cancellationToken)
    {
        var request = new RunRequest { Prompt = "wait", Environment = api.Environment };
        await foreach (var update in connection.Server.RunAsync(request, Guid.NewGuid().ToString("N"), cancellationToken))
        {
            Assert.False(update.Record is { IsFinal: true });
        }
    }

    private Task<WorkspaceVisit> VisitAsync(TestWorkspace workspace) => fixture.Engine.VisitWorkspaceAsync(workspace.Options, null, Token);

    private Task<IReadOnlyList<WorkspaceContainer>> ListAsync(TestWorkspace workspace) => fixture.Engine.ListContainersAsync(workspace.Directory, Token);
}
