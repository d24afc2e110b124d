using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Sessions;

namespace Claudebox.PowerShell.Hosting;

/// <summary>The real <see cref="IWorkspaceServer"/>: the server in a container on a Docker Engine.</summary>
/// <param name="server">The client of the server.</param>
/// <param name="container">The container's name.</param>
/// <param name="pathInside">The workspace's path in the container.</param>
/// <param name="connection">What is closed at the end.</param>
internal sealed class EngineServer(ServerClient server, string container, string pathInside, IAsyncDisposable connection) : IWorkspaceServer
{
    public string Container => container;

    public string PathInside => pathInside;

    public IReadOnlyList<string> Remade { get; init; } = [];

    public IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken) =>
        server.RunAsync(request, runId, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(CancellationToken cancellationToken) =>
        server.ListSessionsInDetailAsync(PathInside, cancellationToken);

    public async Task<IReadOnlyList<string>> ClearSessionsAsync(string? origin, CancellationToken cancellationToken) =>
        (await server.ClearSessionsAsync(PathInside, origin, cancellationToken).ConfigureAwait(false)).SessionIds;

    public Task DeleteSessionAsync(string sessionId, CancellationToken cancellationToken) =>
        server.DeleteSessionAsync(sessionId, PathInside, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
