using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Hosting;

/// <summary>The real <see cref="IWorkspaceServer"/>: the server in a container on a Docker Engine.</summary>
internal sealed class EngineServer(ServerClient server, string container, string pathInside) : IWorkspaceServer
{
    public string Container => container;

    public string PathInside => pathInside;

    public IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken) =>
        server.RunAsync(request, runId, cancellationToken);

    public async Task<IReadOnlyList<string>> ClearSessionsAsync(string? origin, CancellationToken cancellationToken) =>
        (await server.ClearSessionsAsync(PathInside, origin, cancellationToken).ConfigureAwait(false)).SessionIds;

    public Task DeleteSessionAsync(string sessionId, CancellationToken cancellationToken) =>
        server.DeleteSessionAsync(sessionId, PathInside, cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
