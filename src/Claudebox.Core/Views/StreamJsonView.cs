using System.Buffers;
using Claudebox.Events;
using Claudebox.Json;

namespace Claudebox.Views;

/// <summary>Format <c>stream-json</c>: every event as a line in camelCase, as it happens.</summary>
internal sealed class StreamJsonView(IBufferWriter<byte> output, EventViewOptions options) : EventView(output)
{
    public override void Complete()
    {
    }

    protected override void OnEvent(ClaudeEvent @event)
    {
        // A blank line is no event, and readers of NDJSON may refuse it (behaviour.md 1.7).
        var isBlank = @event.Line.Span.Trim(" \t\r"u8).IsEmpty;
        if (!isBlank && (!@event.IsPartial || options.IncludePartialMessages))
        {
            Envelope.Write(@event.Line.Span, Output);
            Output.Write("\n"u8);
        }
    }
}
