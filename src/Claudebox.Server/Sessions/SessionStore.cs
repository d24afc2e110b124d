using System.Globalization;
using Claudebox.Server.Claude;
using Claudebox.Server.Runs;
using Claudebox.Sessions;

namespace Claudebox.Server.Sessions;

/// <summary>Claude Code's sessions on disk (claude-cli.md §10), seen per workspace.</summary>
internal sealed class SessionStore(ClaudeCode claude, LineageStore lineages)
{
    /// <summary>Whether a session of this workspace can be resumed.</summary>
    public async Task<bool> IsResumableAsync(string workspace, string sessionId)
    {
        var path = TranscriptPath(workspace, sessionId);
        return File.Exists(path) && await Transcript.ReadAsync(path) is { IsResumable: true } transcript &&
            transcript.WorkingDirectory == workspace;
    }

    /// <summary>The session that the next run or terminal of an origin continues, unless it is asked for another one.</summary>
    /// <remarks>
    /// An origin of people's own command that has never run here takes the newest session that nothing of Claudebox has made:
    /// who comes from the earlier implementation, or from Claude Code itself, goes on where he was. A script never lands in a
    /// conversation of a terminal by this, nor a terminal in a script's.
    /// </remarks>
    /// <returns>The session; null when a new one is to begin.</returns>
    public async Task<SessionChoice?> FindCurrentAsync(string workspace, string origin)
    {
        if (lineages.Find(workspace, origin) is { } lineage)
        {
            // A lineage whose transcript is gone, or one that nobody has written in, starts afresh.
            return lineage.SessionId is { } current && await IsResumableAsync(workspace, current)
                ? new SessionChoice(current, IsNew: false, lineage.Model)
                : null;
        }

        return origin switch
        {
            "prog" => await FindForeignAsync(workspace, "sdk-cli"),
            "interactive" => await FindForeignAsync(workspace, "cli"),
            _ => null,
        };
    }

    /// <summary>The workspace's sessions, newest first, with what only the whole of their transcripts tells.</summary>
    public async Task<IReadOnlyList<SessionRecord>> ListInDetailAsync(string workspace, CancellationToken cancellationToken)
    {
        var sessions = new List<SessionRecord>();
        foreach (var session in await ListAsync(workspace))
        {
            try
            {
                var details = await TranscriptDetails.ReadAsync(TranscriptPath(workspace, session.SessionId), cancellationToken);
                sessions.Add(session with { CreatedAt = details.CreatedAt, MessageCount = details.MessageCount, Model = details.Model });
            }
            catch (FileNotFoundException)
            {
                // It was deleted meanwhile.
            }
        }

        return sessions;
    }

    /// <summary>The workspace's sessions, newest first.</summary>
    public async Task<IReadOnlyList<SessionRecord>> ListAsync(string workspace)
    {
        var folder = ProjectFolder(workspace);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var own = lineages.OfWorkspace(workspace);
        var sessions = new List<SessionRecord>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl"))
        {
            var transcript = await Transcript.ReadAsync(path);
            if (transcript.WorkingDirectory != workspace)
            {
                continue;
            }

            var file = new FileInfo(path);
            sessions.Add(new SessionRecord
            {
                SessionId = transcript.SessionId,
                Workspace = workspace,
                Origins = [.. own.Where(l => l.Sessions.Contains(transcript.SessionId)).Select(l => l.Origin)],
                IsCurrent = own.Any(l => l.SessionId == transcript.SessionId),
                UpdatedAt = file.LastWriteTimeUtc,
                Size = file.Length,
                FirstPrompt = transcript.FirstPrompt,
            });
        }

        return [.. sessions.OrderByDescending(s => s.UpdatedAt)];
    }

    /// <summary>Deletes sessions of a workspace with all that belongs to them, and takes them out of its lineages.</summary>
    /// <remarks>Exactly what claude-cli.md §10.3 lists; <c>memory/</c> stays.</remarks>
    public void Delete(string workspace, IReadOnlySet<string> sessionIds)
    {
        var config = claude.Config.Path;
        var folder = ProjectFolder(workspace);
        var temporary = Path.Combine(
            Path.GetTempPath(), "claude-" + claude.User.Owner.UserId.ToString(CultureInfo.InvariantCulture), Path.GetFileName(folder));
        foreach (var id in sessionIds)
        {
            DeleteFile(TranscriptPath(workspace, id));
            DeleteFolder(Path.Combine(folder, id));
            DeleteFolder(Path.Combine(config, "session-env", id));
            DeleteFolder(Path.Combine(config, "tasks", id));
            DeleteFolder(Path.Combine(temporary, id));
            var telemetry = Path.Combine(config, "telemetry");
            if (Directory.Exists(telemetry))
            {
                foreach (var path in Directory.EnumerateFiles(telemetry, $"1p_failed_events.{id}.*"))
                {
                    File.Delete(path);
                }
            }
        }

        lineages.Forget(workspace, sessionIds);
    }

    /// <summary>Deletes all that is kept of a workspace which nobody will use again, <c>memory/</c> included.</summary>
    public void DeleteProject(string workspace)
    {
        var folder = ProjectFolder(workspace);
        var ids = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path))
            : [];
        Delete(workspace, ids.Concat(lineages.OfWorkspace(workspace).SelectMany(l => l.Sessions)).ToHashSet(StringComparer.Ordinal));
        DeleteFolder(folder);
        lineages.Remove(workspace);
    }

    private async Task<SessionChoice?> FindForeignAsync(string workspace, string entryPoint)
    {
        var folder = new DirectoryInfo(ProjectFolder(workspace));
        if (!folder.Exists)
        {
            return null;
        }

        var own = lineages.OfPath(workspace).SelectMany(lineage => lineage.Sessions).ToHashSet(StringComparer.Ordinal);
        foreach (var file in folder.EnumerateFiles("*.jsonl").OrderByDescending(file => file.LastWriteTimeUtc))
        {
            var transcript = await Transcript.ReadAsync(file.FullName);
            if (transcript.IsResumable && transcript.WorkingDirectory == workspace && !own.Contains(transcript.SessionId) &&
                Guid.TryParse(transcript.SessionId, out _) && (transcript.EntryPoint ?? entryPoint) == entryPoint)
            {
                return new SessionChoice(transcript.SessionId, IsNew: false, Model: null);
            }
        }

        return null;
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    // File.Delete minds a missing folder: a run may have ended before it began a session.
    private static void DeleteFile(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private string ProjectFolder(string workspace) => Path.Combine(claude.Config.Path, "projects", SessionSlug.Of(workspace));

    private string TranscriptPath(string workspace, string sessionId) => Path.Combine(ProjectFolder(workspace), sessionId + ".jsonl");
}
