namespace Claudebox.CommandLine.Installation;

/// <summary>What is removed beside the command, the module and the configuration.</summary>
public sealed record UninstallOptions
{
    /// <summary>The directory of the command; null means where the settings say.</summary>
    public string? InstallDirectory { get; init; }

    /// <summary>The name of the command; null means what the settings say.</summary>
    public string? BinName { get; init; }

    /// <summary>Whether all containers are removed. One in use stays.</summary>
    public bool RemoveContainers { get; init; }

    /// <summary>Whether the image is removed.</summary>
    public bool RemoveImage { get; init; }

    /// <summary>Whether the dedicated SSH keys are removed.</summary>
    public bool RemoveKeys { get; init; }

    /// <summary>Whether the data directory is removed, with all conversations and credentials in it.</summary>
    public bool RemoveData { get; init; }
}
