using Claudebox.Docker;

namespace Claudebox.CommandLine.Terminals;

/// <summary>
/// A terminal on which Ctrl+C, pressed three times in a row, ends a command that does not end by itself: some of Claude Code's
/// commands take no notice of it. The keys still reach the command.
/// </summary>
/// <param name="terminal">The terminal.</param>
/// <param name="leave">Called when the user wants to leave.</param>
/// <param name="time">Tells how fast keys follow each other.</param>
internal sealed class LeavableTerminal(ITerminal terminal, Action leave, TimeProvider time) : ITerminal
{
    private const byte Interrupt = 0x03;
    private const int Needed = 3;
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(2);

    private int _count;
    private long _last;

    /// <inheritdoc/>
    public TerminalSize Size => terminal.Size;

    /// <inheritdoc/>
    public IDisposable EnterRawMode(Action onResized) => terminal.EnterRawMode(onResized);

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await terminal.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Note(buffer.Span[..count]);
        return count;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => terminal.WriteAsync(buffer, cancellationToken);

    private void Note(ReadOnlySpan<byte> keys)
    {
        foreach (var key in keys)
        {
            _count = key == Interrupt && (_count == 0 || time.GetElapsedTime(_last) <= LongestGap) ? _count + 1 : key == Interrupt ? 1 : 0;
            _last = time.GetTimestamp();
            if (_count == Needed)
            {
                leave();
            }
        }
    }
}
