namespace Claudebox.Files;

/// <summary>A directory: the body of <c>GET /files/{path}</c>.</summary>
public sealed record FileListing
{
    /// <summary>The path as it was asked for; <c>/</c> for the root.</summary>
    public required string Path { get; init; }

    /// <summary>Its entries in ordinal order of names, hidden ones included.</summary>
    public required IReadOnlyList<FileEntry> Entries { get; init; }
}
