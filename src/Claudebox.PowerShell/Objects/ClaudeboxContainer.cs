using Claudebox.Workspaces;

namespace Claudebox;

/// <summary>A container of a workspace.</summary>
public sealed class ClaudeboxContainer
{
    internal ClaudeboxContainer(string id, string name, WorkspaceRole role, string state, string workspace, string image, string? version)
    {
        Id = id;
        Name = name;
        Role = role;
        State = state;
        Workspace = workspace;
        Image = image;
        Version = version;
    }

    /// <summary>Docker's id.</summary>
    public string Id { get; }

    /// <summary>Docker's name.</summary>
    public string Name { get; }

    /// <summary>What it is for.</summary>
    public WorkspaceRole Role { get; }

    /// <summary>Docker's state, e.g. <c>running</c> or <c>exited</c>.</summary>
    public string State { get; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => State == "running";

    /// <summary>The workspace directory on this machine.</summary>
    public string Workspace { get; }

    /// <summary>The image.</summary>
    public string Image { get; }

    /// <summary>The version of Claudebox that made it.</summary>
    public string? Version { get; }

    /// <summary>Gives the name.</summary>
    /// <returns>The container's name.</returns>
    public override string ToString() => Name;
}
