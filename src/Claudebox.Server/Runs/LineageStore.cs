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
    public IReadOnlyList<Lineage> OfWorkspace(string workspace) => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "*.json").Select(Read).OfType<Lineage>().Where(l => l.Workspace == workspace)]
        : [];

    /// <summary>Moves a lineage to a session.</summary>
    public void Move(string workspace, string origin, string sessionId, string? model)
    {
        var sessions = Find(workspace, origin)?.Sessions ?? [];
        _files.CreateFolder(_folder);
        var lineage = new Lineage
        {
            Workspace = workspace,
            Origin = origin,
            SessionId = sessionId,
            Model = model,
            Sessions = [.. sessions.Where(s => s != sessionId), sessionId],
        };
        _files.Replace(PathOf(workspace, origin), JsonSerializer.SerializeToUtf8Bytes(lineage, ServerJson.Default.Lineage));
    }

    /// <summary>Takes sessions out of a workspace's lineages; an empty lineage goes.</summary>
    public void Forget(string workspace, IReadOnlySet<string> sessionIds)
    {
        foreach (var lineage in OfWorkspace(workspace))
        {
            var path = PathOf(workspace, lineage.Origin);
            var left = lineage.Sessions.Where(s => !sessionIds.Contains(s)).ToList();
            if (sessionIds.Contains(lineage.SessionId))
            {
                File.Delete(path);
            }
            else if (left.Count != lineage.Sessions.Count)
            {
                _files.Replace(path, JsonSerializer.SerializeToUtf8Bytes(lineage with { Sessions = left }, ServerJson.Default.Lineage));
            }
        }
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
        _folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workspace + "\n" + origin)))[..40] + ".json");
}
