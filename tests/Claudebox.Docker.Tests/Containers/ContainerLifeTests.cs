using System.Text.Json;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Docker.DotNet.Models;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

/// <summary>Containers that stop, crash, go or must be made anew, with runs of the real server in them.</summary>
public sealed class ContainerLifeTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_that_differs_is_made_anew()
    {
        await using var workspace = new TestWorkspace(fixture);
        var first = await workspace.OpenAsync();
        await first.DisposeAsync();
        await using var second = await workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 });
        Assert.NotEqual(first.Container.Id, second.Container.Id);
        Assert.Empty(first.Remade);
        Assert.Equal(["limits"], second.Remade);
        Assert.Equal(second.Container.Id, Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).Id);
        Assert.Equal(1000, (await workspace.InspectAsync(second.Container.Id)).HostConfig!.PidsLimit);
    }

    /// <summary>A prompt comes between its opening and its submission: the container is not taken from under it.</summary>
    [Fact]
    public async Task It_is_not_made_anew_under_a_client_that_may_be_about_to_submit()
    {
        await using var workspace = new TestWorkspace(fixture);
        var first = await workspace.OpenAsync();
        await using (first)
        {
            var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 }));
            Assert.Equal(FailureCode.WorkspaceBusy, exception.Code);
            Assert.Contains("another client is connected to it", exception.Message, StringComparison.Ordinal);
            Assert.Equal("ok", (await first.Server.HealthAsync(Token)).Status);
        }

        await using var second = await workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 });
        Assert.NotEqual(first.Container.Id, second.Container.Id);
    }

    [Fact]
    public async Task One_that_was_started_again_meanwhile_is_not_removed()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var lifecycle = new ContainerLifecycle(fixture.Api);

        Assert.False(await lifecycle.TryRemoveStoppedAsync(connection.Container.Id, Token));
        Assert.True(Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).IsRunning);

        await fixture.Engine.StopContainerAsync(connection.Container, Token);
        Assert.True(await lifecycle.TryRemoveStoppedAsync(connection.Container.Id, Token));
        Assert.True(await lifecycle.TryRemoveStoppedAsync(connection.Container.Id, Token));
        Assert.Empty(await fixture.Engine.ListContainersAsync(workspace.Directory, Token));
    }

    [Theory]
    [InlineData("claudebox-test-no-network", "bridge")]
    [InlineData("container:claudebox-test-no-container", "claudebox-test-no-container")]
    public async Task It_is_not_given_up_for_a_network_that_is_not_there(string network, string named)
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var first = await workspace.OpenAsync();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { Network = network }));
        Assert.Equal(FailureCode.InvalidRequest, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.Equal(first.Container.Id, Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).Id);
    }

    [Fact]
    public async Task It_is_not_made_anew_under_a_run_and_a_cancelled_run_leaves_no_process()
    {
        using var api = new SilentApi();
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var runId = Guid.NewGuid().ToString("N");
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = RunAsync(connection, api, runId, source.Token);
        await Eventually.TrueAsync(() => api.Connections > 0);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 }));
        Assert.Equal(FailureCode.WorkspaceBusy, exception.Code);
        Assert.Contains("limits", exception.Message, StringComparison.Ordinal);

        var inspect = JsonSerializer.Serialize(await workspace.InspectAsync(connection.Container.Id));
        Assert.DoesNotContain(api.Environment["ANTHROPIC_API_KEY"], inspect, StringComparison.Ordinal);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(RunStatus.Cancelled, (await connection.Server.GetRunAsync(runId, Token)).Status);
        Assert.DoesNotContain("claude -p", await ProcessesAsync(connection.Container.Id), StringComparison.Ordinal);
        await connection.DisposeAsync();
        await using var remade = await workspace.OpenAsync(workspace.Options with { PidsLimit = 1000 });
        Assert.NotEqual(connection.Container.Id, remade.Container.Id);
    }

    [Fact]
    public async Task It_is_not_made_anew_under_a_terminal()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var exec = await fixture.Api.CallAsync(
            (client, token) => client.Exec.CreateContainerExecAsync(
                connection.Container.Id,
                new ContainerExecCreateParameters { TTY = true, AttachStdin = true, AttachStdout = true, Cmd = ["cat"] },
                token),
            Token);
        using (await fixture.Api.CallAsync((client, token) => client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters { TTY = true }, token), Token))
        {
            var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { IdleSeconds = 77 }));
            Assert.Equal(FailureCode.WorkspaceBusy, exception.Code);
            Assert.Contains("idle time", exception.Message, StringComparison.Ordinal);
            Assert.Contains("terminal", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unused_container_stops_and_starts_again()
    {
        await using var workspace = new TestWorkspace(fixture);
        var options = workspace.Options with { IdleSeconds = 1 };
        string id;
        await using (var connection = await workspace.OpenAsync(options))
        {
            id = connection.Container.Id;
        }

        await Eventually.TrueAsync(async () => (await workspace.InspectAsync(id)).State!.Running == false);
        await using var again = await workspace.OpenAsync(options);
        Assert.Equal(id, again.Container.Id);
        Assert.Equal("ok", (await again.Server.HealthAsync(Token)).Status);
    }

    [Fact]
    public async Task A_stopped_container_is_started_again_by_the_next_request()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        await fixture.Engine.StopContainerAsync(connection.Container, Token);
        await fixture.Engine.StopContainerAsync(connection.Container, Token);
        Assert.Equal("exited", Assert.Single(await fixture.Engine.ListContainersAsync(workspace.Directory, Token)).State);
        Assert.Equal("ok", (await connection.Server.HealthAsync(Token)).Status);
    }

    [Fact]
    public async Task A_container_that_is_killed_under_a_run_is_told_and_knows_the_run_afterwards()
    {
        using var api = new SilentApi();
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var runId = Guid.NewGuid().ToString("N");
        var run = RunAsync(connection, api, runId, Token);
        await Eventually.TrueAsync(() => api.Connections > 0);
        await fixture.Api.CallAsync(
            (client, token) => client.Containers.KillContainerAsync(connection.Container.Id, new ContainerKillParameters { Signal = "KILL" }, token), Token);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => run);
        Assert.Equal(FailureCode.ContainerFailed, exception.Code);
        Assert.Contains("137", exception.Message, StringComparison.Ordinal);
        Assert.Contains("not sent again", exception.Message, StringComparison.Ordinal);
        await using var again = await workspace.OpenAsync();
        Assert.Equal(connection.Container.Id, again.Container.Id);
        Assert.Equal(RunStatus.Interrupted, (await again.Server.GetRunAsync(runId, Token)).Status);
    }

    [Fact]
    public async Task A_container_that_is_removed_under_a_run_is_told()
    {
        using var api = new SilentApi();
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var run = RunAsync(connection, api, Guid.NewGuid().ToString("N"), Token);
        await Eventually.TrueAsync(() => api.Connections > 0);
        await fixture.Api.CallAsync(
            (client, token) => client.Containers.RemoveContainerAsync(connection.Container.Id, new ContainerRemoveParameters { Force = true }, token), Token);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => run);
        Assert.Equal(FailureCode.ContainerFailed, exception.Code);
        Assert.Contains("removed", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>What the engine says of a container between killing and removing it, which no test can hit for sure.</summary>
    [Theory]
    [InlineData("removing")]
    [InlineData("dead")]
    public void A_container_that_is_being_removed_counts_as_removed(string state)
    {
        var stopped = new ContainerStoppedException("id", state, 137, string.Empty);
        Assert.True(stopped.IsRemoved);
        Assert.Contains("removed", stopped.ToFailure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_gone_is_told_apart_from_one_that_runs()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var journal = new ContainerJournal(fixture.Api);
        Assert.Null(await journal.HowItStoppedAsync(connection.Container.Id, Token));
        await fixture.Engine.RemoveContainerAsync(connection.Container, Token);
        Assert.True((await journal.HowItStoppedAsync(connection.Container.Id, Token))?.IsRemoved);
    }

    [Fact]
    public async Task An_engine_that_dies_under_a_run_is_told_and_nothing_hangs()
    {
        using var api = new SilentApi();
        await using var workspace = new TestWorkspace(fixture);
        using var proxy = new SocketProxy(fixture.Api.Endpoint.SocketPath!);
        await using var engine = await ClaudeboxEngine.ConnectAsync(new EngineOptions { DockerHost = "unix://" + proxy.Path }, Token);
        await using var connection = await engine.OpenWorkspaceAsync(workspace.Options, null, Token);
        var run = RunAsync(connection, api, Guid.NewGuid().ToString("N"), Token);
        await Eventually.TrueAsync(() => api.Connections > 0);
        proxy.Dispose();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => run);
        Assert.Equal(FailureCode.DockerUnavailable, exception.Code);
        Assert.Contains(proxy.Path, exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClaudeboxException>(() => engine.ListContainersAsync(null, Token));
    }

    [Fact]
    public async Task A_container_that_ends_at_its_start_is_told_with_its_last_words()
    {
        await using var workspace = new TestWorkspace(fixture);
        var image = await fixture.BuildAsync("""ENTRYPOINT ["/bin/sh", "-c", "echo last words >&2; exit 3"]""");
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { Image = image }));
        Assert.Equal(FailureCode.ContainerFailed, exception.Code);
        Assert.Contains("exit code 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("last words", exception.Message, StringComparison.Ordinal);

        // What made it fail is mended: the next attempt does not meet the remains.
        await using var connection = await workspace.OpenAsync();
        Assert.Equal("ok", (await connection.Server.HealthAsync(Token)).Status);
    }

    [Fact]
    public async Task A_tunnel_to_nothing_says_what_is_missing()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        await workspace.ExecuteAsync(connection.Container, "mv", "/run/claudebox/api.sock", "/run/claudebox/away.sock");
        await using var client = fixture.Engine.ConnectTo(connection.Container);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => client.HealthAsync(Token));
        Assert.Equal(FailureCode.ConnectionLost, exception.Code);
        Assert.Contains("No such file or directory", exception.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(WorkspaceConnection connection, SilentApi api, string runId, CancellationToken cancellationToken)
    {
        var request = new RunRequest { Prompt = "wait", Environment = api.Environment };
        await foreach (var update in connection.Server.RunAsync(request, runId, cancellationToken))
        {
            Assert.False(update.Record is { IsFinal: true }, $"The run ended by itself: {update.Record?.Status} {update.Record?.Error?.Message}");
        }
    }

    private async Task<string> ProcessesAsync(string id)
    {
        var found = await fixture.Api.CallAsync((client, token) => client.Containers.ListProcessesAsync(id, new ContainerListProcessesParameters(), token), Token);
        return string.Join('\n', found.Processes.Select(process => string.Join(' ', process)));
    }
}
