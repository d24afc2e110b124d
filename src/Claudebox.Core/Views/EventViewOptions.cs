namespace Claudebox.Views;

/// <summary>What a view adds or leaves out.</summary>
public sealed record EventViewOptions
{
    /// <summary>Nothing added, partial messages left out.</summary>
    public static EventViewOptions Default { get; } = new();

    /// <summary>Adds <c>runId</c> to a JSON result.</summary>
    public string? RunId { get; init; }

    /// <summary>Adds <c>workspace</c> to a JSON result.</summary>
    public string? Workspace { get; init; }

    /// <summary>Includes <c>stream_event</c> and <c>status/requesting</c> lines in <c>stream-json</c>.</summary>
    public bool IncludePartialMessages { get; init; }
}
