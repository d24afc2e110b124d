using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/task_started</c>: a sub-agent or a background command began.</summary>
public sealed class TaskStartedEvent : SystemEvent
{
    internal TaskStartedEvent(EventSource source)
        : base(source)
    {
        TaskId = source.Json.Text("task_id");
        ToolUseId = source.Json.Text("tool_use_id");
        Description = source.Json.Text("description");
        TaskType = source.Json.Text("task_type");
        SubagentType = source.Json.Text("subagent_type");
    }

    /// <summary>The id that joins the events of one task.</summary>
    public string? TaskId { get; }

    /// <summary>The tool call that started it.</summary>
    public string? ToolUseId { get; }

    /// <summary>What it does.</summary>
    public string? Description { get; }

    /// <summary><c>local_agent</c> or <c>local_bash</c>.</summary>
    public string? TaskType { get; }

    /// <summary>The kind of sub-agent.</summary>
    public string? SubagentType { get; }
}
