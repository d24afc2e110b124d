using System.Text;
using Claudebox.CommandLine.Terminals;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Tests.Terminals;

/// <summary>The way out of a command that does not end.</summary>
public sealed class LeavableTerminalTests
{
    [Theory]
    [InlineData("\x03\x03\x03", true)]
    [InlineData("\x03|\x03|\x03", true)]
    [InlineData("x\x03\x03\x03y", true)]
    [InlineData("\x03\x03", false)]
    [InlineData("\x03x\x03\x03", false)]
    [InlineData("\x03\x03+\x03", false)]
    [InlineData("\x03\x03+\x03\x03\x03", true)]
    [InlineData("text", false)]
    public async Task Three_interrupts_in_a_row_leave_and_all_keys_arrive(string keys, bool leaves)
    {
        var time = new SlowClock();
        var left = false;
        var typed = new StringBuilder();
        foreach (var part in keys.Split('|'))
        {
            typed.Append(part.Replace("+", "", StringComparison.Ordinal));
        }

        var scripted = new ScriptedTerminal(keys, time);
        var terminal = new LeavableTerminal(scripted, () => left = true, time);
        var seen = new StringBuilder();
        var buffer = new byte[64];
        int count;
        while ((count = await terminal.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
        {
            seen.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        Assert.Equal(leaves, left);
        Assert.Equal(typed.ToString(), seen.ToString());
    }

    private sealed class SlowClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Wait() => _ticks += TimeSpan.FromSeconds(5).Ticks;

        public override long GetTimestamp() => _ticks;
    }

    // "|" ends a piece, "+" is a pause.
    private sealed class ScriptedTerminal(string keys, SlowClock time) : ITerminal
    {
        private readonly Queue<string> _pieces = new(keys.Replace("+", "|+", StringComparison.Ordinal).Split('|'));

        public TerminalSize Size => new(80, 24);

        public IDisposable EnterRawMode(Action onResized) => throw new NotSupportedException();

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (!_pieces.TryDequeue(out var piece))
            {
                return ValueTask.FromResult(0);
            }

            if (piece.StartsWith('+'))
            {
                time.Wait();
                piece = piece[1..];
            }

            return ValueTask.FromResult(Encoding.ASCII.GetBytes(piece, buffer.Span));
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
