using System.Buffers;

namespace Claudebox.Streams;

/// <summary>
/// Reads lines of any length from a stream of bytes. One pooled buffer grows to the longest line and shrinks
/// again; memory does not depend on the length of the stream. Claude Code writes answers of megabytes in one
/// line (claude-cli.md §1.3), so there is no limit.
/// </summary>
public sealed class LineReader : IDisposable
{
    private const int InitialSize = 64 * 1024;
    private const int KeptSize = 1024 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Reads from a stream; the stream stays the caller's to dispose.</summary>
    /// <param name="stream">Where lines come from.</param>
    public LineReader(Stream stream) => _stream = stream ?? throw new ArgumentNullException(nameof(stream));

    /// <summary>
    /// Whether the line read last ended with a line feed. A last line without one was cut off by its writer.
    /// </summary>
    public bool LineWasTerminated { get; private set; }

    /// <summary>Bytes of all lines returned so far, line feeds included.</summary>
    public long BytesConsumed { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The line without its line feed, valid until the next call; null at the end of the stream.
    /// </returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var scanned = _start;
        while (true)
        {
            var feed = _buffer.AsSpan(scanned, _end - scanned).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(scanned + feed - _start, terminated: true);
            }

            scanned = _end;
            if (_ended)
            {
                // A bare null in a conditional would become an empty line, by way of byte[].
                return _start == _end ? (ReadOnlyMemory<byte>?)null : Take(_end - _start, terminated: false);
            }

            scanned -= MakeRoom();
            var count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += count;
            _ended = count == 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private ReadOnlyMemory<byte> Take(int length, bool terminated)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += terminated ? length + 1 : length;
        BytesConsumed += terminated ? length + 1 : length;
        LineWasTerminated = terminated;
        return line;
    }

    // Returns by how much the unread bytes moved towards the buffer's beginning.
    private int MakeRoom()
    {
        var moved = _start;
        var unread = _end - _start;
        var wanted = unread == _buffer.Length ? Grown(_buffer.Length)
            : unread < InitialSize / 2 && _buffer.Length > KeptSize ? InitialSize
            : _buffer.Length;
        if (wanted != _buffer.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(wanted);
            _buffer.AsSpan(_start, unread).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = bigger;
        }
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start, unread).CopyTo(_buffer);
        }
        else
        {
            return 0;
        }

        _start = 0;
        _end = unread;
        return moved;
    }

    private static int Grown(int size) =>
        size < Array.MaxLength / 2 ? size * 2
        : size < Array.MaxLength ? Array.MaxLength
        : throw new InvalidDataException("A line is longer than 2 GiB.");
}
