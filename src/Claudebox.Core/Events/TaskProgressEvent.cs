using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/task_progress</c>: a task goes on.</summary>
public sealed class TaskProgressEvent : SystemEvent
{
    internal TaskProgressEvent(EventSource source)
        : base(source)
    {
        TaskId = source.Json.Text("task_id");
        Description = source.Json.Text("description");
        LastToolName = source.Json.Text("last_tool_name");
    }

    /// <summary>The task.</summary>
    public string? TaskId { get; }

    /// <summary>What it does now.</summary>
    public string? Description { get; }

    /// <summary>The tool it used last.</summary>
    public string? LastToolName { get; }
}
