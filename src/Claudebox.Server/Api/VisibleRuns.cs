using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>
/// The runs that a client may know of. The ledger lies in the data directory, which all containers of a user share; over TCP
/// only runs in this server's workspaces exist, those of single calls included. The path alone does not tell: another
/// container can have another directory there.
/// </summary>
internal sealed class VisibleRuns(RunEngine engine, WorkspaceResolver workspaces, PrivateWorkspaces privateWorkspaces)
{
    /// <summary>A run.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RunNotFound"/>.</exception>
    public IRunView Get(HttpContext context, string runId) =>
        engine.Find(runId) is { } run && Sees(context)(run.Record) ? run : throw RunIds.NotFound(runId);

    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<RunRecord> List(HttpContext context) => [.. engine.List().Where(Sees(context))];

    /// <summary>A run in this server's workspaces.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RunNotFound"/>.</exception>
    public IRunView GetOwn(string runId) => engine.Find(runId) is { } run && IsOwn()(run.Record) ? run : throw RunIds.NotFound(runId);

    /// <summary>All runs in this server's workspaces, newest first.</summary>
    public IReadOnlyList<RunRecord> ListOwn() => [.. engine.List().Where(IsOwn())];

    private Func<RunRecord, bool> Sees(HttpContext context) => context.IsTrusted() ? _ => true : IsOwn();

    private Func<RunRecord, bool> IsOwn()
    {
        var root = workspaces.Resolve(workspace: null);
        var mounts = WorkspaceIdentity.ReadMounts();
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        return record => privateWorkspaces.Contain(record.Workspace) ||
            (WorkspaceResolver.IsWithin(record.Workspace, root) && record.WorkspaceKey == KeyHere(record.Workspace));

        string KeyHere(string path) =>
            keys.TryGetValue(path, out var key) ? key : keys[path] = WorkspaceIdentity.Of(path, mounts).DurableKey;
    }
}
