using System.Collections.Concurrent;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>
/// The durable record of runs: <c>claudebox/runs/{id}/</c> with <c>run.json</c>, <c>events.ndjson</c> and
/// <c>stderr.log</c>. Reading never deletes; retention does (design section 4, D8). A living run holds its
/// <c>run.lock</c>, by which other servers on the same data directory tell it from an interrupted one.
/// </summary>
internal sealed class RunLedger(ServerOptions options, TimeProvider time, ILogger<RunLedger> logger)
{
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (RunRecord Record, FileStream Hold)> _deferred = new(StringComparer.Ordinal);
    private readonly string _folder = Path.Combine(options.StateDirectory, "runs");
    private readonly OwnedFiles _files = OwnedFiles.LikeOwnerOf(options.DataDirectory);

    /// <summary>Begins the entry of a run.</summary>
    /// <returns>The entry, or null when the id is taken.</returns>
    public RunEntry? TryCreate(RunRecord record)
    {
        var folder = FolderOf(record.RunId);
        _files.CreateFolder(folder);
        FileStream hold;
        try
        {
            // CreateNew is what makes an id unique across servers.
            hold = _files.OpenExclusive(Path.Combine(folder, "run.lock"), FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, "run.lock")))
        {
            if (TryTakeOrphan(record.RunId) is not { } orphan)
            {
                return null;
            }

            hold = orphan;
        }

        FileStream? events = null;
        try
        {
            events = _files.Append(EventsPath(record.RunId));
            var stderr = _files.Append(Path.Combine(folder, "stderr.log"));
            _open[record.RunId] = 0;
            Write(record);
            return new RunEntry(this, record.RunId, hold, events, stderr);
        }
        catch
        {
            // A half-made entry would hold its id for ever.
            _open.TryRemove(record.RunId, out _);
            events?.Dispose();
            hold.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A run's record; null when there is none. A run whose server died becomes interrupted here.</summary>
    public RunRecord? Find(string runId)
    {
        if (WriteDeferred(runId) is { } final)
        {
            return final;
        }

        if (Read(runId) is not { } record)
        {
            return null;
        }

        return record.IsFinal || _open.ContainsKey(runId) ? record : InterruptIfDead(record);
    }

    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<RunRecord> List() => Directory.Exists(_folder)
        ?
        [
            .. Directory.EnumerateDirectories(_folder)
                .Select(FindOrReport)
                .OfType<RunRecord>()
                .OrderByDescending(r => r.SubmittedAt),
        ]
        : [];

    /// <summary>Opens a run's events for reading.</summary>
    public FileStream OpenEvents(string runId) => new(
        EventsPath(runId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);

    /// <summary>Removes finished runs that are too old or too many.</summary>
    public void Prune()
    {
        var oldest = time.GetUtcNow() - options.RunRetention;
        foreach (var record in List().Where(r => r.IsFinal).Where((r, i) => i >= options.RunRetentionCount || r.FinishedAt < oldest))
        {
            Try(FolderOf(record.RunId), folder => Directory.Delete(folder, recursive: true));
        }

        if (!Directory.Exists(_folder))
        {
            return;
        }

        foreach (var orphan in Directory.EnumerateDirectories(_folder).Where(f => Directory.GetLastWriteTimeUtc(f) < oldest.UtcDateTime))
        {
            Try(orphan, folder =>
            {
                using var hold = TryTakeOrphan(Path.GetFileName(folder));
                if (hold is not null)
                {
                    Directory.Delete(folder, recursive: true);
                }
            });
        }
    }

    /// <summary>Keeps a final record until it can be written. The run's lock stays held: to other servers it is not interrupted.</summary>
    internal void Defer(RunRecord record, FileStream hold) => _deferred[record.RunId] = (record, hold);

    /// <summary>Notes that a run's entry is closed.</summary>
    internal void Closed(string runId) => _open.TryRemove(runId, out _);

    internal void Write(RunRecord record) => _files.Replace(
        RecordPath(record.RunId), JsonSerializer.SerializeToUtf8Bytes(record, WireJson.Default.RunRecord), durable: record.IsFinal);

    // An entry whose server died before it had written a record: nobody holds it, and no run has ever had it.
    private FileStream? TryTakeOrphan(string runId)
    {
        if (Path.Exists(RecordPath(runId)))
        {
            return null;
        }

        FileStream hold;
        try
        {
            hold = _files.OpenExclusive(Path.Combine(FolderOf(runId), "run.lock"));
        }
        catch (IOException)
        {
            return null;
        }

        if (!Path.Exists(RecordPath(runId)))
        {
            return hold;
        }

        hold.Dispose();
        return null;
    }

    // Tried again at every look, the regular ones of the retention included.
    private RunRecord? WriteDeferred(string runId)
    {
        if (!_deferred.TryGetValue(runId, out var deferred))
        {
            return null;
        }

        try
        {
            Write(deferred.Record);
            if (_deferred.TryRemove(runId, out _))
            {
                deferred.Hold.Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.FinalRecordWaits(runId, e);
        }

        return deferred.Record;
    }

    private RunRecord? FindOrReport(string folder)
    {
        RunRecord? record = null;
        Try(folder, f => record = Find(Path.GetFileName(f)));
        return record;
    }

    // One entry that is broken, or that another server removes at the same time, must not hide the others.
    private void Try(string folder, Action<string> action)
    {
        try
        {
            action(folder);
        }
        catch (DirectoryNotFoundException)
        {
            // Another server was faster.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LedgerEntryFailed(folder, e);
        }
    }

    private RunRecord? Read(string runId)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(RecordPath(runId)), WireJson.Default.RunRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private RunRecord InterruptIfDead(RunRecord record)
    {
        try
        {
            using var hold = _files.OpenExclusive(Path.Combine(FolderOf(record.RunId), "run.lock"));

            // Its server may have finished it between our two looks.
            if (Read(record.RunId) is not { IsFinal: false } current)
            {
                return Read(record.RunId) ?? record;
            }

            var interrupted = current with
            {
                Status = RunStatus.Interrupted,
                FinishedAt = time.GetUtcNow(),
                EventCount = CountEvents(record.RunId),
                Error = new RunFailure
                {
                    Code = FailureCode.RunInterrupted,
                    Message = "The server ended while the run was in progress.",
                },
            };
            Write(interrupted);
            return interrupted;
        }
        catch (IOException)
        {
            return record;
        }
    }

    private long CountEvents(string runId)
    {
        using var events = OpenEvents(runId);
        var buffer = new byte[64 * 1024];
        long count = 0;
        int read;
        while ((read = events.Read(buffer)) > 0)
        {
            count += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return count;
    }

    private string FolderOf(string runId) => Path.Combine(_folder, runId);

    private string RecordPath(string runId) => Path.Combine(FolderOf(runId), "run.json");

    private string EventsPath(string runId) => Path.Combine(FolderOf(runId), "events.ndjson");
}
