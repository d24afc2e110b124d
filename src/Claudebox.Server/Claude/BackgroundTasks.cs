using Claudebox.Events;

namespace Claudebox.Server.Claude;

/// <summary>
/// Follows the tasks that a Claude Code process starts. A result is final only when all have ended: a background
/// command that ends later causes a turn, and a result, of its own (claude-cli.md §8.4).
/// </summary>
internal sealed class BackgroundTasks
{
    private readonly Dictionary<string, string> _open = new(StringComparer.Ordinal);

    /// <summary>Descriptions of the tasks that have not ended.</summary>
    public IReadOnlyCollection<string> Open => _open.Values;

    /// <summary>Takes notice of an event.</summary>
    public void Observe(ClaudeEvent @event)
    {
        switch (@event)
        {
            case TaskStartedEvent { TaskId: { } id } started:
                _open[id] = started.Description ?? id;
                break;
            case TaskUpdatedEvent { TaskId: { } id, Status: { } status } when status is not ("running" or "pending" or "in_progress"):
                _open.Remove(id);
                break;
            case TaskNotificationEvent { TaskId: { } id }:
                _open.Remove(id);
                break;
        }
    }
}
