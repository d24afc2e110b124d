using System.Text.Json;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>
/// One run at a time per workspace, ancestors and descendants included, across all containers that share the data
/// directory (design section 4). A lock is an flock on a file that stays empty and is never deleted; the kernel
/// frees it when its holder dies. Owner and heartbeat lie in a second file beside it (prototypes.md §5).
/// </summary>
internal sealed class WorkspaceLocks
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HeartbeatLimit = HeartbeatInterval * 3;
    private static readonly TimeSpan MutexLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MutexPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(3);

    private readonly string _folder;
    private readonly string _container;
    private readonly OwnedFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _pidNamespace = File.ResolveLinkTarget("/proc/self/ns/pid", false)?.Name ?? "";
    private readonly Lazy<bool> _locksExclude;

    public WorkspaceLocks(ServerOptions options, TimeProvider time, ILogger<WorkspaceLocks> logger)
    {
        _folder = Path.Combine(options.StateDirectory, "locks");
        _container = options.ContainerName;
        _files = OwnedFiles.LikeOwnerOf(options.DataDirectory);
        _time = time;
        _logger = logger;
        _locksExclude = new(ProbeExclusion);
    }

    /// <summary>Takes the lock of a directory if nobody holds it, an ancestor or a descendant.</summary>
    /// <param name="identity">The directory.</param>
    /// <param name="runId">Who takes it.</param>
    /// <param name="mark">The mark of the run's processes.</param>
    /// <param name="cancellationToken">Ends the wait for the mutex.</param>
    /// <returns>The lock, or else who is in the way.</returns>
    public async Task<LockAttempt> TryAcquireAsync(
        WorkspaceIdentity identity, string runId, uint? mark, CancellationToken cancellationToken)
    {
        _files.CreateFolder(_folder);
        await using var mutex = await OpenMutexAsync(cancellationToken);
        if (TryOpen(identity.Key) is not { } file)
        {
            return new LockAttempt(null, ReadOwner(OwnerPath(identity.Key)));
        }

        try
        {
            var attempt = await TakeAsync(file, identity, runId, mark);
            file = attempt.Lock is null ? file : null;
            return attempt;
        }
        finally
        {
            // Whatever stood in the way, such as a full disk: a lock that nobody holds must be free.
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    private async Task<LockAttempt> TakeAsync(FileStream file, WorkspaceIdentity identity, string runId, uint? mark)
    {
        var previous = ReadOwner(OwnerPath(identity.Key));
        if (OverlapHolder(identity) is { } holder || (holder = AliveByHeartbeat(previous)) is not null)
        {
            return new LockAttempt(null, holder);
        }

        // What cannot be ended still works in there; its owner stays noted, so that the next attempt tries again.
        if (!await EndLeftoversAsync(previous))
        {
            _logger.LeftoversStay(previous!.RunId);
            return new LockAttempt(null, previous);
        }

        var owner = new LockOwner
        {
            Device = identity.Device,
            HostPath = identity.HostPath,
            RunId = runId,
            Container = _container,
            PidNamespace = _pidNamespace,
            Mark = mark,
            Heartbeat = _time.GetUtcNow(),
        };
        WriteOwner(owner);
        return new LockAttempt(new WorkspaceLock(file, owner, this, _time, HeartbeatInterval), null);
    }

    /// <summary>Renews a lock's heartbeat. A full disk must not end the server; the lock itself does not depend on it.</summary>
    internal void Beat(LockOwner owner)
    {
        try
        {
            WriteOwner(owner with { Heartbeat = _time.GetUtcNow() });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.HeartbeatFailed(owner.RunId, e);
        }
    }

    internal void DeleteOwner(LockOwner owner)
    {
        try
        {
            File.Delete(OwnerPath(owner.Identity.Key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is recognised as stale by the lock that nobody holds.
            _logger.HeartbeatFailed(owner.RunId, e);
        }
    }

    private void WriteOwner(LockOwner owner) => _files.Replace(
        OwnerPath(owner.Identity.Key), JsonSerializer.SerializeToUtf8Bytes(owner, ServerJson.Default.LockOwner));

    private LockOwner? OverlapHolder(WorkspaceIdentity identity)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*.owner"))
        {
            if (ReadOwner(path) is not { } other || other.Identity.Key == identity.Key || !other.Identity.Overlaps(identity))
            {
                continue;
            }

            using var file = TryOpen(other.Identity.Key);
            if (file is null || AliveByHeartbeat(other) is not null)
            {
                return other;
            }
        }

        return null;
    }

    // Where locks exclude, an open lock file means its holder is dead, however fresh the heartbeat.
    private LockOwner? AliveByHeartbeat(LockOwner? owner) =>
        owner is not null && !_locksExclude.Value && _time.GetUtcNow() - owner.Heartbeat < HeartbeatLimit ? owner : null;

    private async Task<bool> EndLeftoversAsync(LockOwner? previous)
    {
        if (previous is not { Mark: { } mark } || previous.PidNamespace != _pidNamespace)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(KillLimit);
        return await new ProcessTree(rootId: 0, mark).KillAsync(limit.Token);
    }

    private async Task<FileStream> OpenMutexAsync(CancellationToken cancellationToken)
    {
        for (var start = _time.GetTimestamp(); ; await Task.Delay(MutexPoll, cancellationToken))
        {
            try
            {
                return _files.OpenExclusive(Path.Combine(_folder, ".mutex"));
            }
            catch (IOException e) when (IsHeld(e) && _time.GetElapsedTime(start) < MutexLimit)
            {
                // It is held for milliseconds at a time.
            }
        }
    }

    private FileStream? TryOpen(string key)
    {
        try
        {
            return _files.OpenExclusive(Path.Combine(_folder, key + ".lock"));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    private bool ProbeExclusion()
    {
        using var first = TryOpen("probe");
        using var second = TryOpen("probe");
        return first is null || second is null;
    }

    // EWOULDBLOCK of flock(2), which .NET passes on as the error's HResult.
    private static bool IsHeld(IOException e) => e.HResult == 11;

    private string OwnerPath(string key) => Path.Combine(_folder, key + ".owner");

    private static LockOwner? ReadOwner(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ServerJson.Default.LockOwner);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }
}
