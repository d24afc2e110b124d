using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Hosting;

/// <summary>The real <see cref="IWorkspaceServer"/>: a container on a Docker Engine.</summary>
internal sealed class EngineServer(WorkspaceConnection connection) : IWorkspaceServer
{
    public string Container => connection.Container.Name;

    public string PathInside => connection.Plan.WorkspaceInside;

    public IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken) =>
        connection.Server.RunAsync(request, runId, cancellationToken);

    public async Task<IReadOnlyList<string>> ClearSessionsAsync(string? origin, CancellationToken cancellationToken) =>
        (await connection.Server.ClearSessionsAsync(PathInside, origin, cancellationToken).ConfigureAwait(false)).SessionIds;

    public Task DeleteSessionAsync(string sessionId, CancellationToken cancellationToken) =>
        connection.Server.DeleteSessionAsync(sessionId, PathInside, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
