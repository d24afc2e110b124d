namespace Claudebox.Workspaces;

/// <summary>What a container is for.</summary>
public enum WorkspaceRole
{
    /// <summary>A terminal.</summary>
    Interactive,

    /// <summary>Prompts of scripts and pipelines.</summary>
    Prog,

    /// <summary>The HTTP API, the bot or schedules.</summary>
    Server,
}

/// <summary>Names of roles in labels and variables.</summary>
public static class WorkspaceRoleNames
{
    /// <summary>The role's name in labels and variables.</summary>
    /// <param name="role">The role.</param>
    /// <returns><c>interactive</c>, <c>prog</c> or <c>server</c>.</returns>
    public static string ToName(this WorkspaceRole role) => role switch
    {
        WorkspaceRole.Interactive => "interactive",
        WorkspaceRole.Prog => "prog",
        WorkspaceRole.Server => "server",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>Reads a role's name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The role, or null when it is none.</returns>
    public static WorkspaceRole? Parse(string? name) => name switch
    {
        "interactive" => WorkspaceRole.Interactive,
        "prog" => WorkspaceRole.Prog,
        "server" => WorkspaceRole.Server,
        _ => null,
    };
}
