using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>control_request</c>: the CLI asks its host something, e.g. whether a tool may run.</summary>
public sealed class ControlRequestEvent : ClaudeEvent
{
    internal ControlRequestEvent(EventSource source)
        : base(source)
    {
        RequestId = source.Json.Text("request_id");
        RequestKind = source.Json.ObjectMember("request")?.Text("subtype");
        ToolName = source.Json.ObjectMember("request")?.Text("tool_name");
    }

    /// <summary>The id to answer with.</summary>
    public string? RequestId { get; }

    /// <summary>What is asked, e.g. <c>can_use_tool</c>.</summary>
    public string? RequestKind { get; }

    /// <summary>The tool in question.</summary>
    public string? ToolName { get; }
}
