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
        if (!@event.IsPartial || options.IncludePartialMessages)
        {
            Envelope.Write(@event.Line.Span, Output);
            Output.Write("\n"u8);
        }
    }
}
