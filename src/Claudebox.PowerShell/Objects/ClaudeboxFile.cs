using Claudebox.Files;

namespace Claudebox;

/// <summary>A file or directory on a server.</summary>
public sealed class ClaudeboxFile
{
    internal ClaudeboxFile(string path, FileEntry entry, ClaudeboxServer server)
    {
        Path = path;
        Name = entry.Name;
        Type = entry.Type;
        Length = entry.Size;
        LastWriteTime = entry.Modified?.ToLocalTime();
        Server = server;
    }

    /// <summary>Its path below the root of the server.</summary>
    public string Path { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public FileEntryType Type { get; }

    /// <summary>Bytes; only of files.</summary>
    public long? Length { get; }

    /// <summary>When its content changed last.</summary>
    public DateTimeOffset? LastWriteTime { get; }

    /// <summary>The server; other commands bind it by this name.</summary>
    public ClaudeboxServer Server { get; }

    /// <summary>Gives the path.</summary>
    /// <returns>The path below the root.</returns>
    public override string ToString() => Path;
}
