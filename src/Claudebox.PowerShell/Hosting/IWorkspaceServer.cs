using Claudebox.PowerShell.Runs;
using Claudebox.Sessions;

namespace Claudebox.PowerShell.Hosting;

/// <summary>A connection to the server in a workspace's container.</summary>
internal interface IWorkspaceServer : IRunClient, IAsyncDisposable
{
    /// <summary>The container's name.</summary>
    string Container { get; }

    /// <summary>The workspace's path inside the container.</summary>
    string PathInside { get; }

    /// <summary>What differed, when the container was made anew for this connection; else empty.</summary>
    IReadOnlyList<string> Remade { get; }

    /// <summary>Lists the workspace's sessions, the newest first.</summary>
    Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the workspace's sessions, of one lineage or of all.</summary>
    Task<IReadOnlyList<string>> ClearSessionsAsync(string? origin, CancellationToken cancellationToken);

    /// <summary>Deletes one session.</summary>
    Task DeleteSessionAsync(string sessionId, CancellationToken cancellationToken);
}
