namespace Claudebox.Files;

/// <summary>What <c>PUT</c> and <c>DELETE /files/{path}</c> did.</summary>
public sealed record FileChange
{
    /// <summary><c>ok</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Absolute path of the file, as the container sees it.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes that the file has now; null after a deletion.</summary>
    public long? Size { get; init; }
}
