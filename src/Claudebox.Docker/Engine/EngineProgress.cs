namespace Claudebox.Docker;

/// <summary>What is being done right now, for people who wait.</summary>
public sealed record EngineProgress
{
    /// <summary>The kind of work, a short stable text such as <c>Building image</c>.</summary>
    public required string Activity { get; init; }

    /// <summary>The present step, one line.</summary>
    public required string Status { get; init; }

    /// <summary>How much is done, 0 to 100; null when it is unknown.</summary>
    public int? PercentComplete { get; init; }
}
