using Docker.DotNet.Models;
using Xunit;

namespace Claudebox.Docker.Tests.Support;

/// <summary>A workspace directory of one test, with a data directory of its own; its containers are removed with it.</summary>
internal sealed class TestWorkspace : IAsyncDisposable
{
    private readonly EngineFixture _fixture;

    public TestWorkspace(EngineFixture fixture, string name = "w")
    {
        _fixture = fixture;
        var home = Path.Combine(fixture.Root, Guid.NewGuid().ToString("N"));
        Directory = System.IO.Directory.CreateDirectory(Path.Combine(home, name)).FullName;
        Options = new WorkspaceOptions
        {
            Workspace = Directory,
            Variables = fixture.NoSettings,
            Image = fixture.Image,
            DataDirectory = Path.Combine(home, "data"),
            SshDirectory = Path.Combine(home, "ssh"),
            DockerSocket = false,
        };
    }

    public string Directory { get; }

    public WorkspaceOptions Options { get; init; }

    public Task<WorkspaceConnection> OpenAsync() => OpenAsync(Options);

    public Task<WorkspaceConnection> OpenAsync(WorkspaceOptions options) =>
        _fixture.Engine.OpenWorkspaceAsync(options, null, TestContext.Current.CancellationToken);

    public Task<ContainerInspectResponse> InspectAsync(string id) =>
        _fixture.Api.CallAsync((client, token) => client.Containers.InspectContainerAsync(id, token), TestContext.Current.CancellationToken);

    /// <summary>Runs a command and gives its output and error output.</summary>
    public async Task<(int ExitCode, string Output, string Error)> ExecuteAsync(WorkspaceContainer container, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var code = await _fixture.Engine.ExecuteAsync(
            container, new ContainerCommand { Arguments = arguments, Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, System.Text.Encoding.UTF8.GetString(output.ToArray()), System.Text.Encoding.UTF8.GetString(error.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        var lifecycle = new ContainerLifecycle(_fixture.Api);
        foreach (var container in await _fixture.Engine.ListContainersAsync(Directory))
        {
            await lifecycle.RemoveAsync(container.Id, CancellationToken.None);
        }
    }
}
