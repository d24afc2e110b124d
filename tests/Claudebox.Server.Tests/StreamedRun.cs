using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Server.Tests;

/// <summary>A run as a client saw it.</summary>
/// <param name="Events">All events.</param>
/// <param name="Records">All state frames.</param>
public sealed record StreamedRun(IReadOnlyList<ClaudeEvent> Events, IReadOnlyList<RunRecord> Records)
{
    /// <summary>The run's last state.</summary>
    public RunRecord Final => Records[^1];

    /// <summary>The last result.</summary>
    public ResultEvent Result => Events.OfType<ResultEvent>().Last();

    /// <summary>The result's text.</summary>
    public string? Text => Result.Result;

    /// <summary>All content blocks of a kind.</summary>
    public IEnumerable<T> Blocks<T>()
        where T : ContentBlock =>
        Events.SelectMany(e => e switch { AssistantEvent a => a.Blocks, UserEvent u => u.Blocks, _ => [] }).OfType<T>();
}
