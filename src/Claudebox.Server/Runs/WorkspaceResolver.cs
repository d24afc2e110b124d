using Claudebox.Runs;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>Turns the workspace of a request into a real directory of this container.</summary>
internal sealed class WorkspaceResolver(ServerOptions options)
{
    /// <summary>Resolves a workspace; none means the container's own.</summary>
    /// <exception cref="ClaudeboxException">It does not exist, or lies outside of the container's workspace.</exception>
    public string Resolve(string? workspace)
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

        var path = Path.GetFullPath(workspace, root);
        if (Native.RealPath(path) is not { } real || !Directory.Exists(real))
        {
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"The workspace {path} does not exist in the container.");
        }

        return real == root || root == "/" || real.StartsWith(root + "/", StringComparison.Ordinal)
            ? real
            : throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"The workspace {path} is not below {root}.");
    }
}
