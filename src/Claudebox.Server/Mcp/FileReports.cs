using Claudebox.Files;

namespace Claudebox.Server.Mcp;

/// <summary>A directory as <c>list_files</c> tells of it.</summary>
internal sealed record DirectoryReport
{
    /// <summary>The path; <c>/</c> for the root.</summary>
    public required string Path { get; init; }

    /// <summary>Its entries, or those from the offset on.</summary>
    public required IReadOnlyList<EntryReport> Entries { get; init; }

    /// <summary>How many entries the directory has in all.</summary>
    public required int Total { get; init; }

    /// <summary>The offset of the next page; null on the last.</summary>
    public int? NextOffset { get; init; }

    /// <summary>How to get the rest, where the reader has no offset to ask with; else null.</summary>
    public string? Note { get; init; }
}

/// <summary>An entry of a directory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>file</c>, <c>dir</c>, <c>link</c> or <c>other</c>.</param>
/// <param name="Size">Bytes; only of files.</param>
internal sealed record EntryReport(string Name, string Type, long? Size)
{
    /// <summary>Takes over an entry.</summary>
    public static EntryReport Of(FileEntry entry) => new(entry.Name, entry.Type.ToString().ToLowerInvariant(), entry.Size);
}

/// <summary>A file, or a part of it, as <c>read_file</c> gives it.</summary>
internal sealed record FileReport
{
    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes of the whole file.</summary>
    public required long Size { get; init; }

    /// <summary>Where the part begins, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes of the part.</summary>
    public required int Length { get; init; }

    /// <summary>The offset of the next part; null when this is the last.</summary>
    public long? NextOffset { get; init; }

    /// <summary>The kind of content, by the file's name.</summary>
    public required string MimeType { get; init; }

    /// <summary><c>utf-8</c>, <c>base64</c>, or <c>image</c> when the content is an image beside this data.</summary>
    public required string Encoding { get; init; }

    /// <summary>The content in that encoding; null for an image, which models would else get a second time as text.</summary>
    public string? Content { get; init; }
}

/// <summary>What <c>write_file</c> and <c>delete_file</c> did.</summary>
internal sealed record FileChangeReport
{
    /// <summary><c>ok</c>.</summary>
    public string Status { get; init; } = "ok";

    /// <summary>The path as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes that the file has now; null after a deletion.</summary>
    public long? Size { get; init; }
}
