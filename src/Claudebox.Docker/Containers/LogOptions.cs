namespace Claudebox.Docker;

/// <summary>What of a container's log is wanted.</summary>
public sealed record LogOptions
{
    /// <summary>Whether to go on until the container stops.</summary>
    public bool Follow { get; init; }

    /// <summary>How many of the last lines; null means all.</summary>
    public int? Tail { get; init; }

    /// <summary>Whether each line begins with its time.</summary>
    public bool Timestamps { get; init; }
}
