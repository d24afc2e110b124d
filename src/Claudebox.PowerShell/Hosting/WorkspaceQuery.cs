using System.Management.Automation;

namespace Claudebox.PowerShell.Hosting;

/// <summary>A workspace that the user named, with or without wildcards.</summary>
internal sealed class WorkspaceQuery
{
    private readonly string _path;
    private readonly WildcardPattern? _pattern;

    /// <summary>Makes a query.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="path">The same as an absolute path, wildcards kept.</param>
    public WorkspaceQuery(string text, string path)
    {
        Text = text;
        _path = path;
        HasWildcards = WildcardPattern.ContainsWildcardCharacters(text);
        _pattern = HasWildcards
            ? WildcardPattern.Get(path, OperatingSystem.IsWindows() ? WildcardOptions.IgnoreCase : WildcardOptions.None)
            : null;
    }

    /// <summary>What the user wrote.</summary>
    public string Text { get; }

    /// <summary>Whether it may match nothing.</summary>
    public bool HasWildcards { get; }

    /// <summary>Whether a workspace is meant. A directory whose name holds brackets matches as it is written, too.</summary>
    public bool Matches(string workspace) =>
        string.Equals(workspace, _path, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) ||
        _pattern?.IsMatch(workspace) == true;

    /// <summary>Puts containers together by workspace.</summary>
    public static IReadOnlyList<ClaudeboxWorkspace> Group(IReadOnlyList<ClaudeboxContainer> containers) =>
    [
        .. containers
            .GroupBy(container => container.Workspace, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ClaudeboxWorkspace(group.Key, group)),
    ];
}
