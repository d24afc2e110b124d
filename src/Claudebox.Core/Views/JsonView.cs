using System.Buffers;
using Claudebox.Events;

namespace Claudebox.Views;

/// <summary>Format <c>json</c>: the result in camelCase, on one line.</summary>
internal sealed class JsonView(IBufferWriter<byte> output, EventViewOptions options) : EventView(output)
{
    public override void Complete()
    {
        using (var writer = ResultJson.Writer(Output))
        {
            writer.WriteStartObject();
            ResultJson.WriteMembers(writer, Result, options);
            writer.WriteEndObject();
        }

        Output.Write("\n"u8);
    }

    protected override void OnEvent(ClaudeEvent @event)
    {
    }
}
