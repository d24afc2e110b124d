using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>Base of the lines of type <c>system</c>.</summary>
public abstract class SystemEvent : ClaudeEvent
{
    private protected SystemEvent(EventSource source)
        : base(source)
    {
    }

    internal static ClaudeEvent Read(EventSource source) => source.Json.Text("subtype") switch
    {
        "init" => new InitEvent(source),
        "status" => new StatusEvent(source),
        "compact_boundary" => new CompactBoundaryEvent(source),
        "api_retry" => new ApiRetryEvent(source),
        "thinking_tokens" => new ThinkingTokensEvent(source),
        "hook_started" or "hook_progress" or "hook_response" => new HookEvent(source),
        "informational" => new InformationalEvent(source),
        "task_started" => new TaskStartedEvent(source),
        "task_progress" => new TaskProgressEvent(source),
        "task_updated" => new TaskUpdatedEvent(source),
        "task_notification" => new TaskNotificationEvent(source),
        "model_fallback" => new ModelFallbackEvent(source),
        "model_refusal_no_fallback" => new ModelRefusalEvent(source),
        "session_state_changed" => new SessionStateChangedEvent(source),
        _ => new UnknownEvent(source),
    };
}
