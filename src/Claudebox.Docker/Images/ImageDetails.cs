namespace Claudebox.Docker;

/// <summary>What is known of a workspace's image.</summary>
public sealed record ImageDetails
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Docker's id; null when the image does not exist.</summary>
    public string? Id { get; init; }

    /// <summary>The version of Claudebox that built it.</summary>
    public string? Version { get; init; }

    /// <summary>The version of Claude Code in it.</summary>
    public string? ClaudeCode { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Why it cannot be used; null when it can, or when it does not exist.</summary>
    public string? Problem { get; init; }

    /// <summary>What happens at the first prompt when it is missing: <c>build</c>, <c>pull</c> or <c>fail</c>.</summary>
    public required string WhenMissing { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists => Id is not null;

    /// <summary>Whether containers can be made of it.</summary>
    public bool IsUsable => Exists && Problem is null;
}
