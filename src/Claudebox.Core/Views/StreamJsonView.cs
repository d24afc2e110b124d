using System.Buffers;
using Claudebox.Events;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Views;

/// <summary>Format <c>stream-json</c>: every event as a line in camelCase, as it happens.</summary>
internal sealed class StreamJsonView(IBufferWriter<byte> output, EventViewOptions options) : EventView(output)
{
    // Readers wait for the result; a run that failed before there was one has none of Claude Code's.
    public override void Complete(RunRecord? run = null)
    {
        if (Result is null && run is { Error: not null })
        {
            ResultJson.WriteObject(Output, null, options, run);
        }
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
