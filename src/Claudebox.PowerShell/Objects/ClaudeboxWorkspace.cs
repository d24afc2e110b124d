namespace Claudebox;

/// <summary>A workspace that has containers.</summary>
public sealed class ClaudeboxWorkspace
{
    internal ClaudeboxWorkspace(string path, IEnumerable<ClaudeboxContainer> containers)
    {
        Path = path;
        Containers = [.. containers.OrderBy(container => container.Role)];
    }

    /// <summary>The directory on this machine.</summary>
    public string Path { get; }

    /// <summary>The same as <see cref="Path"/>; other commands bind it by this name.</summary>
    public string Workspace => Path;

    /// <summary>Whether one of its containers runs.</summary>
    public bool IsRunning => Containers.Any(container => container.IsRunning);

    /// <summary>Its containers, one per role.</summary>
    public IReadOnlyList<ClaudeboxContainer> Containers { get; }

    /// <summary>Gives the path.</summary>
    /// <returns>The directory.</returns>
    public override string ToString() => Path;
}
