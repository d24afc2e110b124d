using Claudebox.Runs;
using Claudebox.Server.Files;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>Turns the workspace of a request into a real directory of this container, through the jail of its files.</summary>
internal sealed class WorkspaceResolver(ServerOptions options, Lazy<WorkspaceFiles> files)
{
    /// <summary>Resolves a workspace; none means the container's own.</summary>
    /// <param name="workspace">
    /// The workspace as the request names it. Where the container serves all workspaces, a leading slash means their root
    /// (behaviour.md 1.8.2); a path that answers gave may come back.
    /// </param>
    /// <exception cref="ClaudeboxException">It does not exist, or lies outside of the container's workspace.</exception>
    public string Resolve(string? workspace)
    {
        var root = Root();
        var path = Locate(workspace, root);
        Check(path, root);
        return path;
    }

    /// <summary>Where a workspace is, or would be if it were made; nothing is made here.</summary>
    /// <param name="workspace">The workspace as the request names it.</param>
    /// <exception cref="ClaudeboxException">It lies outside of the container's workspace.</exception>
    public string Locate(string? workspace) => Locate(workspace, Root());

    /// <summary>
    /// Sees to it that a workspace is there now. Between the look at it and its run's turn others may have removed it, or put a
    /// link in its place.
    /// </summary>
    /// <param name="path">The workspace, as it was found.</param>
    /// <param name="create">Whether to make the directory when it is missing.</param>
    /// <returns>Whether it was made now.</returns>
    /// <exception cref="ClaudeboxException">It does not exist, or leads elsewhere.</exception>
    public bool Settle(string path, bool create)
    {
        var root = Root();
        var isNew = false;
        if (create && path != root)
        {
            Jailed(path, root, file => isNew = files.Value.MakeDirectory(file));
        }

        Check(path, root);
        return isNew;
    }

    /// <summary>Writes a file of a workspace where nothing has its name.</summary>
    /// <param name="path">The workspace, as it was found.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="content">What is in it.</param>
    /// <exception cref="ClaudeboxException">The workspace does not exist, or leads elsewhere.</exception>
    public async Task WriteIfMissingAsync(string path, string name, ReadOnlyMemory<byte> content)
    {
        var file = JailPath.Root;
        Jailed(path, Root(), workspace => file = workspace.Append(name));
        await files.Value.WriteIfMissingAsync(file, content);
    }

    /// <summary>Whether a path is a directory, or lies in it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || folder == "/" || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private string Root() => Native.RealPath(options.Workspace) ??
        throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"The workspace {options.Workspace} does not exist in the container.");

    private string Locate(string? workspace, string root)
    {
        if (string.IsNullOrEmpty(workspace))
        {
            return root;
        }

        if (workspace.Contains('\0', StringComparison.Ordinal))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "A workspace must not hold a NUL character.");
        }

        var path = Path.GetFullPath(options.ServesAllWorkspaces && !IsWithin(workspace, root) ? workspace.TrimStart('/') : workspace, root);
        var found = JailPath.Root;
        Jailed(path, root, file => found = files.Value.Locate(file));
        return found.IsRoot ? root : root.TrimEnd('/') + "/" + found;
    }

    private void Check(string path, string root)
    {
        if (path != root)
        {
            Jailed(path, root, file => files.Value.CheckDirectory(file));
        }
    }

    private static void Jailed(string path, string root, Action<JailPath> action)
    {
        try
        {
            if (!IsWithin(path, root))
            {
                throw new ClaudeboxException(FailureCode.PathRefused, $"it is not below {root}.");
            }

            action(JailPath.Parse(path[root.Length..]));
        }
        catch (ClaudeboxException e) when (e.Code == FailureCode.NotFound)
        {
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"workspace not found: {path} does not exist in the container.", e);
        }
        catch (ClaudeboxException e) when (e.Code == FailureCode.PathRefused)
        {
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"path outside root workspace, or no directory: {path}: {e.Message}", e);
        }
    }
}
