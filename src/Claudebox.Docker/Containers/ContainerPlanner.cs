using System.Globalization;
using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <summary>Resolves <see cref="WorkspaceOptions"/> to a plan. It reads directories of the host but changes nothing.</summary>
internal sealed class ContainerPlanner(WorkspaceOptions options, DockerEndpoint endpoint, SettingResolver settings)
{
    internal const string DataInside = "/home/claude/.claude";
    private const string OwnersInside = "/var/lib/claudebox/owners";
    private const string SshInside = "/run/claudebox/ssh-source";
    private const string KeysInside = "/home/claude/.ssh";
    private const string WorkspacesInside = "/workspaces";
    private const string SocketInside = "/var/run/docker.sock";
    private readonly ServerSettings _server = new(options, settings);
    private readonly HostPaths _paths = HostPaths.OfThisComputer(options.BaseDirectory ?? Environment.CurrentDirectory);

    internal static ContainerPlan Plan(WorkspaceOptions options, DockerEndpoint endpoint) =>
        new ContainerPlanner(options, endpoint, HostSettings.Read(options.Variables, options.BaseDirectory)).Plan();

    private ContainerPlan Plan()
    {
        var workspace = ResolveWorkspace();
        var pathForName = _paths.ToContainerPath(workspace);
        var inside = options.Publication is null ? pathForName : WorkspacesInside;
        var network = options.Network ?? settings.Text(SettingTable.Network)!;
        var forwarded = ForwardedEnvironment.Collect(options.Variables, options.Environment, network);
        var data = _paths.Resolve(options.DataDirectory ?? settings.Text(SettingTable.DataDirectory)!);
        var socket = options.DockerSocket ?? settings.Switch(SettingTable.Docker);
        var idle = options.Publication is null ? options.IdleSeconds ?? settings.Number(SettingTable.IdleSeconds) : 0;
        CheckPublication(network);
        var ssh = _paths.Resolve(options.SshDirectory ?? settings.Text(SettingTable.SshDirectory)!);
        var mounts = Mounts(workspace, inside, data, ssh, socket);
        return new ContainerPlan
        {
            Name = Name(pathForName, withHash: false),
            NameWithHash = Name(pathForName, withHash: true),
            IsNameChosen = options.ExactName is not null,
            Publication = options.Publication,
            Role = options.Role,
            Workspace = workspace,
            WorkspaceInside = inside,
            ImageChoice = ImageChoice.Of(settings, options.Image, options.BuildContext),
            DataDirectory = data,
            SshDirectory = ssh,
            Mounts = mounts,
            MemoryMounts = MemoryMounts(mounts),
            Network = network,
            PidsLimit = options.PidsLimit ?? settings.Number(SettingTable.PidsLimit),
            MemoryBytes = options.MemoryBytes ?? Memory(),
            DockerSocket = socket,
            IdleSeconds = idle,
            StopSeconds = options.Publication is null ? null : _server.StopSeconds,
            ContainerEnvironment = ContainerEnvironment(inside, idle),
            ForwardedNames = [.. forwarded.Keys.Order(StringComparer.Ordinal)],
        };
    }

    private string ResolveWorkspace()
    {
        var path = _paths.Resolve(options.Workspace);
        if (!Directory.Exists(path))
        {
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, File.Exists(path)
                ? $"The workspace '{path}' is a file, not a directory."
                : $"The workspace '{path}' does not exist.");
        }

        var real = RealPath.Resolve(path);
        return real == "/"
            ? throw new ClaudeboxException(FailureCode.InvalidRequest, "The root directory cannot be a workspace: it would cover the container's file system.")
            : real;
    }

    private string Name(string inside, bool withHash) =>
        options.ExactName is { } exact ? ContainerName.Checked(exact) :
        (options.ContainerName ?? settings.Text(SettingTable.ContainerName)) is { } baseName
            ? ContainerName.ForBaseName(baseName, inside, options.Role, withHash)
            : ContainerName.For(inside, options.Role, withHash);

    // On these networks a published port would be no port, or one on every address of the host.
    private void CheckPublication(string network)
    {
        if (options.Publication is not null && (network is "host" or "none" || network.StartsWith("container:", StringComparison.Ordinal)))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"A server cannot publish its port on the network '{network}'. Use bridge or a network of your own (-Network, {SettingTable.Network.Name}).");
        }
    }

    private long Memory() => settings.Text(SettingTable.Memory) is not { } text ? 0 : MemorySize.Parse(text) ??
        throw settings.Invalid(SettingTable.Memory, $"must be a number of bytes, or one with the suffix k, m or g, not '{text}'");

    private List<MountSpecification> Mounts(string workspace, string inside, string data, string ssh, bool socket)
    {
        var mounts = new List<MountSpecification> { new(workspace, inside), new(data, DataInside), new(DataDirectory.OwnersOf(data), OwnersInside) };
        if (Directory.Exists(ssh))
        {
            mounts.Add(new MountSpecification(ssh, SshInside, IsReadOnly: true));
        }

        var memory = MemoryMounts(mounts);

        if (socket)
        {
            mounts.Add(new MountSpecification(endpoint.SocketForMount, SocketInside));
        }

        foreach (var mount in ForwardedMounts.Collect(options.Variables, _paths).Concat(options.Mounts.Select(text => MountSpecification.Parse(text, _paths))))
        {
            // Docker would make the directory, owned by root; a mistyped path must not do that.
            if (!Path.Exists(mount.Source))
            {
                throw new ClaudeboxException(FailureCode.InvalidRequest, $"The mount's source '{mount.Source}' does not exist.");
            }

            if (memory.Contains(mount.Target))
            {
                throw new ClaudeboxException(FailureCode.InvalidRequest,
                    $"'{mount.Source}' cannot be mounted at '{mount.Target}': the keys of {SettingTable.SshDirectory.Name} are copied there.");
            }

            if (mounts.Find(other => other.Target == mount.Target) is { } taken && taken != mount)
            {
                throw new ClaudeboxException(FailureCode.InvalidRequest,
                    $"'{mount.Source}' cannot be mounted at '{mount.Target}': '{taken.Source}' is mounted there.");
            }

            if (!mounts.Contains(mount))
            {
                mounts.Add(mount);
            }
        }

        return mounts;
    }

    // Copies of keys must not lie in the container's layer, which is on the host's disk.
    private static IReadOnlyList<string> MemoryMounts(IEnumerable<MountSpecification> mounts) =>
        mounts.Any(mount => mount.Target == SshInside) ? [KeysInside] : [];

    private Dictionary<string, string> ContainerEnvironment(string inside, long idle)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CLAUDEBOX_ROLE"] = options.Role.ToName(),
            ["CLAUDEBOX_WORKSPACE"] = inside,
            ["CLAUDEBOX_IDLE_SECONDS"] = idle.ToString(CultureInfo.InvariantCulture),
        };
        if (options.Publication is not null)
        {
            Add(SettingTable.ModeApi.Name, "1");
            Add("CLAUDEBOX_CREDENTIALS", "wait");
            foreach (var (name, value) in _server.Variables())
            {
                Add(name, value);
            }
        }

        Add("CLAUDEBOX_GIT_NAME", options.GitName ?? settings.Text(SettingTable.GitName));
        Add("CLAUDEBOX_GIT_EMAIL", options.GitEmail ?? settings.Text(SettingTable.GitEmail));
        if (settings.Chosen(SettingTable.WriteClaudeMd) is not null)
        {
            Add(SettingTable.WriteClaudeMd.Name, settings.Switch(SettingTable.WriteClaudeMd) ? "1" : "0");
        }

        foreach (var setting in SettingTable.OfServer)
        {
            var value = settings.Number(setting).ToString(CultureInfo.InvariantCulture);
            Add(setting.Name, value == setting.Default ? null : value);
        }

        Add("DEBUG", settings.IsDebug ? "true" : null);
        return result;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                result[name] = value;
            }
        }
    }
}
