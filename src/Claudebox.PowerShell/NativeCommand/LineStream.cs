using System.Text;
using Claudebox.Streams;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>
/// Takes UTF-8 in whatever pieces it is written and hands it on line by line, as PowerShell does with the output of a
/// program. A line is handed on as soon as it is whole, and the write waits until it has been taken.
/// </summary>
/// <param name="take">Takes a line, without its line break.</param>
internal sealed class LineStream(Func<string, Task> take) : WriteOnlyStream
{
    private const int Piece = 4096;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private readonly char[] _characters = new char[Encoding.UTF8.GetMaxCharCount(Piece)];

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(Piece, buffer.Length)..])
        {
            var count = _decoder.GetChars(buffer.Span[..Math.Min(Piece, buffer.Length)], _characters, flush: false);
            await AddAsync(count).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Never on the pipeline thread, which is the one that takes the line.
    public override void Write(ReadOnlySpan<byte> buffer) => WriteAsync(buffer.ToArray()).AsTask().GetAwaiter().GetResult();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hands on what came after the last line break.</summary>
    public async Task CompleteAsync()
    {
        await AddAsync(_decoder.GetChars([], _characters, flush: true)).ConfigureAwait(false);
        if (_line.Length > 0)
        {
            await TakeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask AddAsync(int count)
    {
        var start = 0;
        while (Array.IndexOf(_characters, '\n', start, count - start) is >= 0 and var end)
        {
            _line.Append(_characters, start, end - start);
            start = end + 1;
            await TakeAsync().ConfigureAwait(false);
        }

        _line.Append(_characters, start, count - start);
    }

    private Task TakeAsync()
    {
        var length = _line.Length > 0 && _line[^1] == '\r' ? _line.Length - 1 : _line.Length;
        var line = _line.ToString(0, length);
        _line.Clear();
        return take(line);
    }
}
