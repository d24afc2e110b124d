using System.Security;
using Claudebox.Docker;
using Claudebox.Files;
using Claudebox.PowerShell.Runs;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Hosting;

/// <summary>A connection to the HTTP API of a server, by its URL.</summary>
internal sealed class ServerConnection : IRunClient, IAsyncDisposable
{
    private readonly ServerClient _client;

    /// <summary>Makes a connection; nothing is sent yet.</summary>
    /// <param name="server">The server.</param>
    /// <param name="token">Its token; null for that of the object.</param>
    /// <exception cref="ClaudeboxException">The server has no URL, or the token cannot be one.</exception>
    public ServerConnection(ClaudeboxServer server, SecureString? token)
    {
        var secret = token ?? server.Token;
        var url = server.Url ?? throw new ClaudeboxException(FailureCode.ServerUnavailable, $"The server '{server.Name}' does not run. Start it with Start-ClaudeboxServer.");

        // What commands emit must be usable by the next command of a pipeline.
        Server = server.Token == secret ? server : server.Container is { } container
            ? new ClaudeboxServer(url, container) { Token = secret }
            : new ClaudeboxServer(url) { Token = secret };
        _client = new ServerClient(url, secret is null ? null : ServerSecret.Read(secret));
    }

    /// <summary>The server, with the token that is used.</summary>
    public ClaudeboxServer Server { get; }

    public IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken) =>
        _client.RunAsync(request, runId, cancellationToken);

    public Task<RunRecord> StartRunAsync(RunRequest request, string runId, CancellationToken cancellationToken) =>
        _client.StartRunAsync(request, runId, cancellationToken);

    public IAsyncEnumerable<RunUpdate> FollowAsync(string runId, bool includeDelta, CancellationToken cancellationToken) =>
        _client.FollowRunAsync(runId, includeDelta, cancellationToken);

    public Task<RunRecord> GetRunAsync(string runId, CancellationToken cancellationToken) => _client.GetRunAsync(runId, cancellationToken);

    public Task<RunRecord> CancelRunAsync(string runId, CancellationToken cancellationToken) => _client.CancelRunAsync(runId, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(string? workspace, CancellationToken cancellationToken) =>
        _client.ListRunsAsync(workspace, cancellationToken);

    public Task<ServerHealth> HealthAsync(CancellationToken cancellationToken) => _client.HealthAsync(cancellationToken);

    public Task ReadyAsync(CancellationToken cancellationToken) => _client.ReadyAsync(cancellationToken);

    public Task<ServerStatus> StatusAsync(CancellationToken cancellationToken) => _client.StatusAsync(cancellationToken);

    public Task<(FileListing? Directory, FileEntry? File)> GetFileAsync(string path, CancellationToken cancellationToken) =>
        _client.GetFileAsync(path, cancellationToken);

    public Task DownloadAsync(string path, string destination, bool overwrite, Action<long, long?> progress, CancellationToken cancellationToken) =>
        _client.DownloadAsync(path, destination, overwrite, progress, cancellationToken);

    public Task<FileChange> UploadAsync(Stream source, string path, bool overwrite, Action<long, long?> progress, CancellationToken cancellationToken) =>
        _client.UploadAsync(source, path, overwrite, progress, cancellationToken);

    public Task<FileChange> DeleteFileAsync(string path, CancellationToken cancellationToken) => _client.DeleteFileAsync(path, cancellationToken);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
