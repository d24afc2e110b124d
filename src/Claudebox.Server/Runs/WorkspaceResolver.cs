using Claudebox.Runs;
using Claudebox.Server.Files;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>Turns the workspace of a request into a real directory of this container.</summary>
internal sealed class WorkspaceResolver(ServerOptions options, Lazy<WorkspaceFiles> files)
{
    /// <summary>Resolves a workspace; none means the container's own.</summary>
    /// <param name="workspace">
    /// The workspace as the request names it. Where the container serves all workspaces, a leading slash means their root
    /// (behaviour.md 1.8.2); a path that answers gave may come back.
    /// </param>
    /// <param name="create">Whether to make the directory when it is missing.</param>
    /// <exception cref="ClaudeboxException">It does not exist, or lies outside of the container's workspace.</exception>
    public string Resolve(string? workspace, bool create = false)
    {
        var root = Native.RealPath(options.Workspace) ??
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"The workspace {options.Workspace} does not exist in the container.");
        if (string.IsNullOrEmpty(workspace))
        {
            return root;
        }

        if (workspace.Contains('\0', StringComparison.Ordinal))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "A workspace must not hold a NUL character.");
        }

        var path = Path.GetFullPath(options.ServesAllWorkspaces && !IsWithin(workspace, root) ? workspace.TrimStart('/') : workspace, root);
        if (!IsWithin(path, root))
        {
            throw Outside(path, root);
        }

        if (create && !Directory.Exists(path))
        {
            files.Value.MakeDirectory(JailPath.Parse(path[root.Length..]));
        }

        if (Native.RealPath(path) is not { } real || !Directory.Exists(real))
        {
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"workspace not found: {path} does not exist in the container.");
        }

        return IsWithin(real, root) ? real : throw Outside(path, root);
    }

    /// <summary>Whether a path is a directory, or lies in it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || folder == "/" || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static ClaudeboxException Outside(string path, string root) =>
        new(FailureCode.WorkspaceNotFound, $"path outside root workspace: {path} is not below {root}.");
}
