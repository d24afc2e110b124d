using System.Buffers;
using System.Text;
using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Views;

/// <summary>Format <c>text</c>: the result's text and a line feed, as the CLI prints it.</summary>
internal sealed class TextView(IBufferWriter<byte> output) : EventView(output)
{
    public override void Complete(RunRecord? run = null)
    {
        if (Result?.Result is { } text)
        {
            Output.Write(Encoding.UTF8.GetBytes(text));
            Output.Write("\n"u8);
        }
    }

    protected override void OnEvent(ClaudeEvent @event)
    {
    }
}
