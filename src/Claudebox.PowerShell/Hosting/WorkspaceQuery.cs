using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Hosting;

/// <summary>A workspace that the user named, with or without wildcards. Containers know workspaces by their real paths.</summary>
internal sealed class WorkspaceQuery
{
    private readonly string _text;
    private readonly string[] _paths;
    private readonly WildcardPattern[] _patterns;

    private WorkspaceQuery(string text, string[] paths, string[] patterns)
    {
        var options = OperatingSystem.IsWindows() ? WildcardOptions.IgnoreCase : WildcardOptions.None;
        _text = text;
        _paths = paths;
        _patterns = [.. patterns.Select(pattern => WildcardPattern.Get(pattern, options))];
    }

    /// <summary>A query for every workspace there is.</summary>
    public static WorkspaceQuery All { get; } = new("*", [], ["*"]);

    /// <summary>Whether it may match nothing.</summary>
    public bool HasWildcards => _patterns.Length > 0;

    /// <summary>The error of a query that had to match and did not.</summary>
    public ErrorRecord NotFound => ErrorRecords.Of(new ClaudeboxException(FailureCode.WorkspaceNotFound, $"'{_text}' has no containers."), _text);

    /// <summary>Makes a query for one directory, whatever characters its name holds.</summary>
    /// <param name="text">What the user wrote, for messages.</param>
    /// <param name="path">The same as an absolute path.</param>
    /// <param name="realPath">Resolves the symbolic links of a path.</param>
    public static WorkspaceQuery Literal(string text, string path, Func<string, string> realPath) => new(text, [path, realPath(path)], []);

    /// <summary>Makes a query from what the user typed. A directory whose name holds brackets matches as it is written, too.</summary>
    /// <param name="text">What the user typed.</param>
    /// <param name="path">The same as an absolute path, wildcards kept.</param>
    /// <param name="location">What a relative text is relative to. Nobody typed it, so it holds no wildcards.</param>
    /// <param name="realPath">Resolves the symbolic links of a path.</param>
    public static WorkspaceQuery Typed(string text, string path, string location, Func<string, string> realPath)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
        {
            return Literal(text, path, realPath);
        }

        var segments = path.Split(Path.DirectorySeparatorChar);
        var untyped = IsRelative(text) ? UntypedSegments(text, location) : 0;
        var literal = segments.TakeWhile((segment, index) => index < untyped || !WildcardPattern.ContainsWildcardCharacters(segment)).Count();
        var prefix = string.Join(Path.DirectorySeparatorChar, segments.Take(literal));
        var rest = string.Concat(segments.Skip(literal).Select(segment => Path.DirectorySeparatorChar + segment));
        return new WorkspaceQuery(text, [path, realPath(path)], [Pattern(prefix), Pattern(literal > 1 ? realPath(prefix) : prefix)]);

        string Pattern(string directory) => WildcardPattern.Escape(Path.TrimEndingDirectorySeparator(directory)) + rest;
    }

    /// <summary>Whether a workspace is meant.</summary>
    public bool Matches(string workspace)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return _paths.Any(path => string.Equals(workspace, path, comparison)) || _patterns.Any(pattern => pattern.IsMatch(workspace));
    }

    /// <summary>Puts containers together by workspace.</summary>
    public static IReadOnlyList<ClaudeboxWorkspace> Group(IReadOnlyList<ClaudeboxContainer> containers) =>
    [
        .. containers
            .GroupBy(container => container.Workspace, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ClaudeboxWorkspace(group.Key, group)),
    ];

    // How many segments of the location are left in front of a relative text, which may go up.
    private static int UntypedSegments(string text, string location)
    {
        var depth = location.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar).Length;
        var least = depth;
        foreach (var segment in text.Split('/', '\\'))
        {
            depth += segment switch { ".." => -1, "" or "." => 0, _ => 1 };
            least = Math.Min(least, depth);
        }

        return least;
    }

    // A drive or the home directory begins an absolute path of PowerShell, too.
    private static bool IsRelative(string text) => !Path.IsPathRooted(text) && !text.StartsWith('~') && !text.Contains(':', StringComparison.Ordinal);
}
