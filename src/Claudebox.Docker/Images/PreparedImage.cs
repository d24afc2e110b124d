namespace Claudebox.Docker;

/// <summary>An image that is there.</summary>
public sealed record PreparedImage
{
    /// <summary>Its name.</summary>
    public required string Reference { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the image that had the name before; null when there was none or it is the same.</summary>
    public string? ReplacedId { get; init; }

    /// <summary>Whether it was built or pulled now, and is another one than before.</summary>
    public bool IsNew { get; init; }

    /// <summary>Where a new one comes from: <c>build</c>, <c>pull</c> or <c>fail</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The version of Claudebox it was built from.</summary>
    public required string Version { get; init; }

    /// <summary>The version of Claude Code in it; null when it does not say.</summary>
    public string? ClaudeCode { get; init; }
}
