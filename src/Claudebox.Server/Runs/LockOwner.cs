namespace Claudebox.Server.Runs;

/// <summary>Who holds a workspace's lock; lies beside the lock file, which itself stays empty.</summary>
internal sealed record LockOwner
{
    /// <summary>The directory, as <see cref="WorkspaceIdentity"/>.</summary>
    public required string Device { get; init; }

    /// <summary>The directory's path on the host.</summary>
    public required string HostPath { get; init; }

    /// <summary>The run that holds it.</summary>
    public required string RunId { get; init; }

    /// <summary>The container, for people.</summary>
    public string? Container { get; init; }

    /// <summary>The pid namespace in which <see cref="Mark"/> means something.</summary>
    public required string PidNamespace { get; init; }

    /// <summary>The supplementary group of the run's processes.</summary>
    public uint? Mark { get; init; }

    /// <summary>Written again every few seconds, for file systems on which locks do not exclude.</summary>
    public required DateTimeOffset Heartbeat { get; init; }

    /// <summary>The directory.</summary>
    public WorkspaceIdentity Identity => new(Device, HostPath);

    /// <summary>
    /// Names who holds a workspace. The clients of a server of all workspaces come from elsewhere: they can see this server's runs, and
    /// containers and paths of the host are not theirs to know.
    /// </summary>
    /// <param name="holder">The holder, when it is known.</param>
    /// <param name="options">Whom this server serves.</param>
    public static string Describe(LockOwner? holder, ServerOptions options) => (holder, options.ServesAllWorkspaces) switch
    {
        (null, _) => "another run",
        ({ } known, false) => $"the run {known.RunId} in container {known.Container}",
        ({ } known, true) => known.Container == options.ContainerName ? $"the run {known.RunId}" : "another run",
    };
}
