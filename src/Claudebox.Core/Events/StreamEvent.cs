using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>stream_event</c>: one event of the Messages API’s stream; only with partial messages.</summary>
public sealed class StreamEvent : ClaudeEvent
{
    internal StreamEvent(EventSource source)
        : base(source)
    {
        EventType = source.Json.ObjectMember("event")?.Text("type");
        Index = source.Json.ObjectMember("event")?.SmallInteger("index");
        DeltaType = source.Json.ObjectMember("event")?.ObjectMember("delta")?.Text("type");
        Text = source.Json.ObjectMember("event")?.ObjectMember("delta")?.Text("text");
        Thinking = source.Json.ObjectMember("event")?.ObjectMember("delta")?.Text("thinking");
        PartialJson = source.Json.ObjectMember("event")?.ObjectMember("delta")?.Text("partial_json");
        StopReason = source.Json.ObjectMember("event")?.ObjectMember("delta")?.Text("stop_reason");
    }

    /// <summary>The API event, e.g. <c>content_block_delta</c>.</summary>
    public string? EventType { get; }

    /// <summary>The content block it belongs to.</summary>
    public int? Index { get; }

    /// <summary>The kind of delta, e.g. <c>text_delta</c>.</summary>
    public string? DeltaType { get; }

    /// <summary>The piece of text of a <c>text_delta</c>.</summary>
    public string? Text { get; }

    /// <summary>The piece of thinking of a <c>thinking_delta</c>.</summary>
    public string? Thinking { get; }

    /// <summary>The piece of a tool’s input of an <c>input_json_delta</c>.</summary>
    public string? PartialJson { get; }

    /// <summary>Why the message ended, in a <c>message_delta</c>.</summary>
    public string? StopReason { get; }

    /// <inheritdoc/>
    public override bool IsPartial => true;
}
