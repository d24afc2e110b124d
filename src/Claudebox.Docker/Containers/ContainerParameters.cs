using System.Globalization;
using Claudebox.Workspaces;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>A plan in the words of the engine's API.</summary>
internal static class ContainerParameters
{
    private const string MemoryMountOptions = "rw,nosuid,nodev,noexec,size=4m,mode=0700";

    internal static CreateContainerParameters Of(ContainerPlan plan, string imageId, string name) => new()
    {
        Name = name,
        Image = plan.Image,
        Env = [.. plan.ContainerEnvironment.Append(new("CLAUDEBOX_CONTAINER", name)).Select(variable => $"{variable.Key}={variable.Value}")],
        Labels = new Dictionary<string, string>
        {
            [ContainerLabels.Workspace] = plan.Workspace,
            [ContainerLabels.Role] = plan.Role.ToName(),
            [ContainerLabels.Fingerprint] = ContainerFingerprint.Of(plan, imageId),
            [ContainerLabels.Version] = ClaudeboxVersion.Current,
        },
        StopTimeout = plan.StopSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ExposedPorts = plan.Publication is null ? new Dictionary<string, EmptyStruct>() : new Dictionary<string, EmptyStruct> { [ServerPublication.PortInside] = default },
        HostConfig = new HostConfig
        {
            // Mounts, unlike Binds, never make a missing directory on the host.
            Mounts = [.. plan.Mounts.Select(mount => new Mount
            {
                Type = "bind",
                Source = mount.Source,
                Target = mount.Target,
                ReadOnly = mount.IsReadOnly,
            })],
            Tmpfs = plan.MemoryMounts.ToDictionary(target => target, _ => MemoryMountOptions),
            NetworkMode = plan.Network,
            PortBindings = plan.Publication is null ? new Dictionary<string, IList<PortBinding>>() : new Dictionary<string, IList<PortBinding>>
            {
                [ServerPublication.PortInside] =
                [
                    new PortBinding { HostIP = plan.Publication.Address.ToString(), HostPort = plan.Publication.Port.ToString(CultureInfo.InvariantCulture) },
                ],
            },

            ExtraHosts = HasNamesOfItsOwn(plan.Network) ? ["host.docker.internal:host-gateway"] : [],
            PidsLimit = plan.PidsLimit == 0 ? null : plan.PidsLimit,
            Memory = plan.MemoryBytes,
            LogConfig = new LogConfig
            {
                Type = "json-file",
                Config = new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "3" },
            },
        },
    };

    // Without a network there is no host to name, and a shared network has the names of the container that it belongs to.
    private static bool HasNamesOfItsOwn(string network) => network != "none" && !network.StartsWith("container:", StringComparison.Ordinal);
}
