using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>control_response</c>: the CLI answers a control request of its host.</summary>
public sealed class ControlResponseEvent : ClaudeEvent
{
    internal ControlResponseEvent(EventSource source)
        : base(source)
    {
        RequestId = source.Json.ObjectMember("response")?.Text("request_id");
        IsError = source.Json.ObjectMember("response")?.Text("subtype") == "error";
        Error = source.Json.ObjectMember("response")?.Text("error");
    }

    /// <summary>The request that is answered.</summary>
    public string? RequestId { get; }

    /// <summary>Whether the request failed.</summary>
    public bool IsError { get; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; }
}
