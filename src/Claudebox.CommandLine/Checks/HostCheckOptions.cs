using Claudebox.Docker;

namespace Claudebox.CommandLine.Checks;

/// <summary>What is checked.</summary>
public sealed record HostCheckOptions
{
    /// <summary>The engine.</summary>
    public required EngineOptions Engine { get; init; }

    /// <summary>The workspace, which says which image, data directory and keys are meant.</summary>
    public required WorkspaceOptions Workspace { get; init; }
}
