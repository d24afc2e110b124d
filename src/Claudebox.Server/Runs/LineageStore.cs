using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>Keeps lineages in <c>claudebox/lineages/</c>, one small file each.</summary>
internal sealed class LineageStore(ServerOptions options)
{
    private readonly string _folder = Path.Combine(options.StateDirectory, "lineages");
    private readonly OwnedFiles _files = OwnedFiles.LikeOwnerOf(options.DataDirectory);

    /// <summary>The lineage of a workspace and origin; null when there is none.</summary>
    public Lineage? Find(string workspace, string origin) => Read(PathOf(workspace, origin));

    /// <summary>All lineages of a workspace.</summary>
    public IReadOnlyList<Lineage> OfWorkspace(string workspace)
    {
        var key = KeyOf(workspace);
        return [.. OfPath(workspace).Where(l => l.WorkspaceKey == key)];
    }

    /// <summary>All lineages of workspaces that have this path here or in another container, where it may be another directory.</summary>
    public IReadOnlyList<Lineage> OfPath(string workspace) => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "*.json").Select(Read).OfType<Lineage>().Where(l => l.Workspace == workspace)]
        : [];

    /// <summary>Moves a lineage to a session.</summary>
    public void Move(string workspace, string origin, string sessionId, string? model)
    {
        var sessions = Find(workspace, origin)?.Sessions ?? [];
        Write(new Lineage
        {
            Workspace = workspace,
            WorkspaceKey = KeyOf(workspace),
            Origin = origin,
            SessionId = sessionId,
            Model = model,
            Sessions = [.. sessions.Where(s => s != sessionId), sessionId],
        });
    }

    /// <summary>Takes sessions out of a workspace's lineages. One that loses its current session has none until the next run.</summary>
    public void Forget(string workspace, IReadOnlySet<string> sessionIds)
    {
        foreach (var lineage in OfWorkspace(workspace))
        {
            var left = lineage.Sessions.Where(s => !sessionIds.Contains(s)).ToList();
            if (left.Count != lineage.Sessions.Count)
            {
                var current = lineage.SessionId is { } id && left.Contains(id) ? id : null;
                Write(lineage with { SessionId = current, Model = current is null ? null : lineage.Model, Sessions = left });
            }
        }
    }

    /// <summary>Removes a workspace's lineages with all that they know.</summary>
    public void Remove(string workspace)
    {
        foreach (var lineage in OfWorkspace(workspace))
        {
            File.Delete(PathOf(workspace, lineage.Origin));
        }
    }

    /// <summary>Makes the next run of an origin begin a new session, whatever there is to continue.</summary>
    public void End(string workspace, string origin)
    {
        var lineage = Find(workspace, origin) ??
            new Lineage { Workspace = workspace, WorkspaceKey = KeyOf(workspace), Origin = origin, SessionId = null };
        Write(lineage with { SessionId = null, Model = null });
    }

    private void Write(Lineage lineage)
    {
        _files.CreateFolder(_folder);
        _files.Replace(PathOf(lineage.Workspace, lineage.Origin), JsonSerializer.SerializeToUtf8Bytes(lineage, ServerJson.Default.Lineage), durable: true);
    }

    private static Lineage? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ServerJson.Default.Lineage);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private string PathOf(string workspace, string origin) => Path.Combine(
        _folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(workspace) + "\n" + workspace + "\n" + origin)))[..40] + ".json");

    private static string KeyOf(string workspace) => WorkspaceIdentity.Of(workspace).DurableKey;
}
