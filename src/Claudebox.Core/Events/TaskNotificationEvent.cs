using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/task_notification</c>: a task ended; for a background command a turn of its own follows.</summary>
public sealed class TaskNotificationEvent : SystemEvent
{
    internal TaskNotificationEvent(EventSource source)
        : base(source)
    {
        TaskId = source.Json.Text("task_id");
        Status = source.Json.Text("status");
        Summary = source.Json.Text("summary");
        OutputFile = source.Json.Text("output_file");
    }

    /// <summary>The task.</summary>
    public string? TaskId { get; }

    /// <summary>How it ended.</summary>
    public string? Status { get; }

    /// <summary>One line for people.</summary>
    public string? Summary { get; }

    /// <summary>Where a background command wrote its output.</summary>
    public string? OutputFile { get; }
}
