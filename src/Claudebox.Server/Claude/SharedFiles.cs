using System.Text.Json;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>
/// Keeps copies of shared files in a private configuration. A list of what was copied from which state of the source
/// tells what changed since, on either side: changed sources are copied again, vanished ones take their copy along.
/// </summary>
internal sealed class SharedFiles(string shared, string copies, FileOwner owner, ILogger logger)
{
    private const int DeepestFolder = 16;

    private readonly OwnedFiles _files = new(owner);
    private readonly string _listPath = Path.Combine(copies, ".claudebox-copies.json");

    /// <summary>Brings the copies of files, and of folders with all in them, up to date.</summary>
    /// <param name="names">Names in the shared place.</param>
    public void Bring(IReadOnlyList<string> names)
    {
        var before = ReadList();
        var after = new Dictionary<string, CopiedFile>(StringComparer.Ordinal);
        foreach (var name in names.SelectMany(name => RegularFiles(name, depth: 0)))
        {
            Try(name, () => after[name] = BringFile(name, before.GetValueOrDefault(name)));
        }

        foreach (var vanished in before.Keys.Except(after.Keys).Where(name => !File.Exists(Path.Combine(shared, name))))
        {
            Try(vanished, () => File.Delete(Path.Combine(copies, vanished)));
        }

        WriteList(before, after);
    }

    /// <summary>Takes a copy back that changed since it was made, or a new file that the shared place does not have.</summary>
    /// <param name="name">A file's name.</param>
    /// <param name="sharedOwner">Who owns it in the shared place.</param>
    public void Return(string name, FileOwner sharedOwner)
    {
        var list = ReadList();
        var source = new FileInfo(Path.Combine(copies, name));
        var target = new FileInfo(Path.Combine(shared, name));
        var changed = list.TryGetValue(name, out var copied)
            ? target.Exists && source.Exists && source.LastWriteTimeUtc.Ticks != copied.CopyTicks
            : source.Exists && !target.Exists;
        if (changed && Native.IsRegularFile(source.FullName))
        {
            new OwnedFiles(sharedOwner).Replace(target.FullName, File.ReadAllBytes(source.FullName));
            target.Refresh();
            WriteList(list, new(list) { [name] = new CopiedFile(target.LastWriteTimeUtc.Ticks, target.Length, source.LastWriteTimeUtc.Ticks) });
        }
    }

    private CopiedFile BringFile(string name, CopiedFile? copied)
    {
        var source = new FileInfo(Path.Combine(shared, name));
        var path = Path.Combine(copies, name);
        if (copied is not null && File.Exists(path) &&
            source.LastWriteTimeUtc.Ticks == copied.SourceTicks && source.Length == copied.SourceLength)
        {
            return copied;
        }

        _files.CreateFolder(Path.GetDirectoryName(path)!);
        _files.Replace(path, File.ReadAllBytes(source.FullName));
        File.SetUnixFileMode(path, File.GetUnixFileMode(source.FullName) & (OwnedFiles.PrivateFile | UnixFileMode.UserExecute));
        return new CopiedFile(source.LastWriteTimeUtc.Ticks, source.Length, File.GetLastWriteTimeUtc(path).Ticks);
    }

    // Only regular files: to open a FIFO would wait for ever. Links to files count, links to folders could lead back up.
    private IEnumerable<string> RegularFiles(string name, int depth)
    {
        var path = Path.Combine(shared, name);
        if (Native.IsRegularFile(path))
        {
            return [name];
        }

        return Directory.Exists(path) && depth < DeepestFolder && (depth == 0 || new DirectoryInfo(path).LinkTarget is null)
            ? Directory.EnumerateFileSystemEntries(path).SelectMany(entry => RegularFiles(Path.Combine(name, Path.GetFileName(entry)), depth + 1))
            : [];
    }

    private void Try(string name, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One unreadable skill must not stop every run.
            logger.SharedFileFailed(Path.Combine(shared, name), e.Message);
        }
    }

    private Dictionary<string, CopiedFile> ReadList()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_listPath), ServerJson.Default.DictionaryStringCopiedFile) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private void WriteList(Dictionary<string, CopiedFile> before, Dictionary<string, CopiedFile> after)
    {
        if (before.Count != after.Count || after.Any(file => before.GetValueOrDefault(file.Key) != file.Value))
        {
            _files.Replace(_listPath, JsonSerializer.SerializeToUtf8Bytes(after, ServerJson.Default.DictionaryStringCopiedFile));
        }
    }
}
