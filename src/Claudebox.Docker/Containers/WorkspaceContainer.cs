using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <summary>A container of Claudebox.</summary>
public sealed record WorkspaceContainer
{
    /// <summary>Docker's id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The workspace's real path on the host.</summary>
    public required string Workspace { get; init; }

    /// <summary>What the container is for.</summary>
    public required WorkspaceRole Role { get; init; }

    /// <summary>Docker's state: <c>created</c>, <c>running</c>, <c>paused</c>, <c>exited</c> and others.</summary>
    public required string State { get; init; }

    /// <summary>Docker's description of the state, such as <c>Up 5 minutes</c>; empty when the engine gave none.</summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>The image's name.</summary>
    public required string Image { get; init; }

    /// <summary>The version of Claudebox that made it.</summary>
    public string? Version { get; init; }

    /// <summary>The data directory, as the engine names it: on the host, or in the engine's virtual machine.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where its API is published on the engine's host, as <c>address:port</c>; null when it is not, or does not run.</summary>
    public string? PublishedAt { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether its workspace is its own, at the same path inside; an API server has all those below it, at another one.</summary>
    public bool IsOfOneWorkspace => Role != WorkspaceRole.Server;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => State == "running";
}
