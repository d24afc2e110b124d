using System.Buffers;
using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Views;

/// <summary>Format <c>json</c>: the result in camelCase, on one line.</summary>
internal sealed class JsonView(IBufferWriter<byte> output, EventViewOptions options) : EventView(output)
{
    public override void Complete(RunRecord? run = null) => ResultJson.WriteObject(Output, Result, options, run);

    protected override void OnEvent(ClaudeEvent @event)
    {
    }
}
