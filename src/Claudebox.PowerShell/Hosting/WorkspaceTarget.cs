namespace Claudebox.PowerShell.Hosting;

/// <summary>Which container is meant: the workspace and what its container is made of.</summary>
internal sealed record WorkspaceTarget
{
    /// <summary>The directory on this machine, as an absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>What relative paths of mounts are relative to.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Whether it is the container of terminals, and not that of prompts.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The image; null for the default.</summary>
    public string? Image { get; init; }

    /// <summary>The network mode; null for the default.</summary>
    public string? Network { get; init; }

    /// <summary>Further mounts, one line each so that equal targets compare equal.</summary>
    public string Mounts { get; init; } = "";

    /// <summary>Whether the Docker socket stays outside.</summary>
    public bool NoDockerSocket { get; init; }
}
