using Claudebox.Server.Files;

namespace Claudebox.Server.Mcp;

/// <summary>Paths as models give them: relative to the root, or as Claude's own answers name them.</summary>
internal static class WorkspacePaths
{
    /// <summary>Reads a path; none is the root.</summary>
    /// <exception cref="Claudebox.Runs.ClaudeboxException"><see cref="Claudebox.Runs.FailureCode.PathRefused"/>.</exception>
    public static JailPath Parse(WorkspaceFiles files, string? path)
    {
        var root = files.Root.TrimEnd('/');
        return path is null ? JailPath.Root
            : path == root || path.StartsWith(root + "/", StringComparison.Ordinal) ? JailPath.Parse(path[root.Length..])
            : JailPath.Parse(path);
    }

    /// <summary>A path for people; the root is <c>/</c>.</summary>
    public static string Display(JailPath path) => path.IsRoot ? "/" : path.ToString();
}
