using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <summary>
/// A workspace and how its container is to be. What is null comes from the settings (<see cref="SettingTable"/>) in
/// <see cref="Variables"/>, then from their defaults.
/// </summary>
public sealed record WorkspaceOptions
{
    /// <summary>The workspace's directory on the host; it must exist.</summary>
    public required string Workspace { get; init; }

    /// <summary>What the container is for.</summary>
    public WorkspaceRole Role { get; init; } = WorkspaceRole.Prog;

    /// <summary>The variables that settings, mounts and forwarded values are read from. Default: this process's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = EnvironmentVariables.OfProcess();

    /// <summary>What relative paths are relative to. Default: the process's current directory.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The image's name (<see cref="SettingTable.Image"/>).</summary>
    public string? Image { get; init; }

    /// <summary>The data directory on the host (<see cref="SettingTable.DataDirectory"/>); made when it is missing.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The directory of SSH keys on the host (<see cref="SettingTable.SshDirectory"/>); used when it exists.</summary>
    public string? SshDirectory { get; init; }

    /// <summary>The container's base name (<see cref="SettingTable.ContainerName"/>).</summary>
    public string? ContainerName { get; init; }

    /// <summary>The container's whole name, without a suffix for the role; goes before <see cref="ContainerName"/>.</summary>
    public string? ExactName { get; init; }

    /// <summary>
    /// Makes it the container of an API server: the workspace is the root of workspaces, which is mounted at <c>/workspaces</c>, and
    /// credentials are awaited (<see cref="ClaudeboxEngine.StartServerAsync"/>). Goes with the role <see cref="WorkspaceRole.Server"/>.
    /// </summary>
    public ServerPublication? Publication { get; init; }

    /// <summary>Host names that an API server answers to (<see cref="SettingTable.ModeApiAllowedHosts"/>).</summary>
    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <summary>Origins of web pages that may use an API server (<see cref="SettingTable.ModeApiCorsOrigins"/>).</summary>
    public IReadOnlyList<string>? CorsOrigins { get; init; }

    /// <summary>Seconds that a stopping API server gives its runs (<see cref="SettingTable.ModeApiDrainSeconds"/>).</summary>
    public long? DrainSeconds { get; init; }

    /// <summary>Further mounts, as <see cref="MountSpecification.Parse"/> reads them; added to those of the variables.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Variables of a run that the caller names; here only for what a plan shows and checks.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The network (<see cref="SettingTable.Network"/>).</summary>
    public string? Network { get; init; }

    /// <summary>Whether the Docker socket is mounted (<see cref="SettingTable.Docker"/>).</summary>
    public bool? DockerSocket { get; init; }

    /// <summary>Git's author (<see cref="SettingTable.GitName"/>).</summary>
    public string? GitName { get; init; }

    /// <summary>Git's address (<see cref="SettingTable.GitEmail"/>).</summary>
    public string? GitEmail { get; init; }

    /// <summary>Seconds after which an unused container stops (<see cref="SettingTable.IdleSeconds"/>); 0 means never.</summary>
    public long? IdleSeconds { get; init; }

    /// <summary>The limit on processes (<see cref="SettingTable.PidsLimit"/>); 0 means none.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>The limit on memory in bytes (<see cref="SettingTable.Memory"/>); 0 means none.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The directory with the Dockerfile of the default image. Default: <c>image</c> beside the assembly or above it.</summary>
    public string? BuildContext { get; init; }
}
