using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/task_updated</c>: a task changed its state.</summary>
public sealed class TaskUpdatedEvent : SystemEvent
{
    internal TaskUpdatedEvent(EventSource source)
        : base(source)
    {
        TaskId = source.Json.Text("task_id");
        Status = source.Json.ObjectMember("patch")?.Text("status");
    }

    /// <summary>The task.</summary>
    public string? TaskId { get; }

    /// <summary>The new state: <c>completed</c>, <c>failed</c>, <c>killed</c>, …; null when something else changed.</summary>
    public string? Status { get; }
}
