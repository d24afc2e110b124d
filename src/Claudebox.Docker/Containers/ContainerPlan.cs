using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <summary>A workspace's container as it is to be: every setting resolved, nothing done yet.</summary>
public sealed record ContainerPlan
{
    /// <summary>The container's name; a container of something else with this name makes it longer.</summary>
    public required string Name { get; init; }

    /// <summary>What the container is for.</summary>
    public required WorkspaceRole Role { get; init; }

    /// <summary>The workspace's real path on the host.</summary>
    public required string Workspace { get; init; }

    /// <summary>The workspace's path in the container.</summary>
    public required string WorkspaceInside { get; init; }

    /// <summary>The image, and where it comes from.</summary>
    public required ImageChoice ImageChoice { get; init; }

    /// <summary>The image's name.</summary>
    public string Image => ImageChoice.Reference;

    /// <summary>What happens when the image is missing: <c>build</c>, <c>pull</c> or <c>fail</c>.</summary>
    public string WhenImageIsMissing => ImageChoice.WhenMissing;

    /// <summary>All mounts, the workspace's and the data directory's included.</summary>
    public required IReadOnlyList<MountSpecification> Mounts { get; init; }

    /// <summary>Directories in the container that lie in memory, for its user alone: they never reach a disk and are empty at each start.</summary>
    public required IReadOnlyList<string> MemoryMounts { get; init; }

    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>The limit on processes; 0 means none.</summary>
    public required long PidsLimit { get; init; }

    /// <summary>The limit on memory in bytes; 0 means none.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Whether the agent can control the engine.</summary>
    public required bool DockerSocket { get; init; }

    /// <summary>Seconds after which the unused container stops; 0 means never.</summary>
    public required long IdleSeconds { get; init; }

    /// <summary>Seconds that the container has to stop before it is killed; null leaves it to the engine.</summary>
    public long? StopSeconds { get; init; }

    /// <summary>Variables of the container itself; they hold no secrets.</summary>
    public required IReadOnlyDictionary<string, string> ContainerEnvironment { get; init; }

    /// <summary>Names of the variables that travel with each run; their values are not part of a plan.</summary>
    public required IReadOnlyList<string> ForwardedNames { get; init; }

    /// <summary>The longer name, for when a container of something else has <see cref="Name"/>.</summary>
    public required string NameWithHash { get; init; }

    /// <summary>Whether the user chose <see cref="Name"/>, so that no other will do.</summary>
    public bool IsNameChosen { get; init; }

    /// <summary>Where an API server is published; null when nothing is.</summary>
    public ServerPublication? Publication { get; init; }

    /// <summary>The data directory on the host.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The directory of SSH keys on the host, whether it exists or not.</summary>
    public required string SshDirectory { get; init; }

    /// <summary>What will hardly work as it is asked for: sentences for people.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Network == "none" ? ["The network 'none' cuts Claude Code off from the API: prompts will fail."] : Array.Empty<string>(),
        .. UnservedAddress is { } address
            ? [$"The server does not answer to its own address {address}, but only to the host names that it was given. Add {address} if this computer is to use it."]
            : Array.Empty<string>(),
    ];

    private string? UnservedAddress
    {
        get
        {
            var hosts = ApiAccess.Split(ContainerEnvironment.GetValueOrDefault(SettingTable.ModeApiAllowedHosts.Name));
            var address = Publication?.Reachable.ToString();
            return address is null || hosts.Count == 0 || hosts.Contains(ApiAccess.Any) || hosts.Any(host => host.Trim('[', ']') == address) ? null : address;
        }
    }
}
