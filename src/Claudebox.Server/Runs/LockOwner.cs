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
}
