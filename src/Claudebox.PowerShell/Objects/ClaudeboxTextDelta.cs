using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>A piece of a message while it is written; type <c>stream_event</c>, only with <c>-IncludeDelta</c>.</summary>
public sealed class ClaudeboxTextDelta : ClaudeboxEvent
{
    internal ClaudeboxTextDelta(StreamEvent source, EventOrigin origin)
        : base(source, origin)
    {
        EventType = source.EventType;
        Index = source.Index;
        DeltaType = source.DeltaType;
        Text = source.Text ?? source.Thinking ?? source.PartialJson;
    }

    /// <summary>The API's event, e.g. <c>content_block_delta</c>.</summary>
    public string? EventType { get; }

    /// <summary>The block within its message.</summary>
    public int? Index { get; }

    /// <summary><c>text_delta</c>, <c>thinking_delta</c>, <c>input_json_delta</c>; null when the event is no delta.</summary>
    public string? DeltaType { get; }

    /// <summary>The piece: text, thinking, or JSON of a tool's input.</summary>
    public override string? Text { get; }
}
