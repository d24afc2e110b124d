namespace Claudebox.Sessions;

/// <summary>The answer of <c>DELETE /sessions</c>.</summary>
public sealed record SessionsCleared
{
    /// <summary>The sessions that were deleted.</summary>
    public required IReadOnlyList<string> SessionIds { get; init; }
}
