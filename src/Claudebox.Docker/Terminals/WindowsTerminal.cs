using System.Runtime.Versioning;
using System.Text;

namespace Claudebox.Docker;

/// <summary>
/// The console of a process on Windows 10 and later. Keys are read as input records, which can be waited for together
/// with a cancellation; the console turns special keys into the escape sequences of a terminal.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsTerminal : ITerminal
{
    private const int RecordsPerRead = 128;

    private static readonly TerminalSize Unknown = new(80, 24);

    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Queue<byte> _pending = new();
    private volatile Action? _onResized;

    private WindowsTerminal()
    {
    }

    public TerminalSize Size => WindowsConsole.WindowSize() is { Columns: > 0, Rows: > 0 } size ? size : Unknown;

    internal static WindowsTerminal? TryOpen() =>
        WindowsConsole.TryGetMode(WindowsConsole.Input) is not null && WindowsConsole.TryGetMode(WindowsConsole.Output) is not null
            ? new WindowsTerminal()
            : null;

    public IDisposable EnterRawMode(Action onResized)
    {
        _onResized = onResized;
        return new WindowsRawMode();
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        new(Task.Run(() => Read(buffer.Span, cancellationToken), cancellationToken));

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _output.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private int Read(Span<byte> buffer, CancellationToken cancellationToken)
    {
        while (_pending.Count == 0)
        {
            WindowsConsole.WaitForInput(cancellationToken.WaitHandle);
            cancellationToken.ThrowIfCancellationRequested();
            if (!ReadRecords())
            {
                return 0;
            }
        }

        var count = 0;
        while (count < buffer.Length && _pending.TryDequeue(out var next))
        {
            buffer[count++] = next;
        }

        return count;
    }

    private bool ReadRecords()
    {
        Span<InputRecord> records = stackalloc InputRecord[RecordsPerRead];
        if (WindowsConsole.ReadInput(records) is not { } count)
        {
            return false;
        }

        Span<byte> encoded = stackalloc byte[8];
        foreach (var record in records[..count])
        {
            if (record.IsResize)
            {
                _onResized?.Invoke();
            }

            // Half of a surrogate pair waits in the encoder for the other one.
            for (var repeat = record.TypedTimes; repeat > 0; repeat--)
            {
                var character = record.Character;
                var length = _encoder.GetBytes(new ReadOnlySpan<char>(in character), encoded, flush: false);
                foreach (var next in encoded[..length])
                {
                    _pending.Enqueue(next);
                }
            }
        }

        return true;
    }
}
