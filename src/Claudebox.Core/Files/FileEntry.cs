namespace Claudebox.Files;

/// <summary>An entry of a directory.</summary>
public sealed record FileEntry
{
    /// <summary>Its name, without the directory.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required FileEntryType Type { get; init; }

    /// <summary>Bytes; only of files.</summary>
    public long? Size { get; init; }

    /// <summary>When its content changed last.</summary>
    public DateTimeOffset? Modified { get; init; }
}
