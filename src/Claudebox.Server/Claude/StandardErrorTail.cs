using System.Text;

namespace Claudebox.Server.Claude;

/// <summary>Reads a process's stderr to its end, into a file and, for messages, a bounded tail.</summary>
internal sealed class StandardErrorTail
{
    private const int TailSize = 8 * 1024;

    private readonly byte[] _tail = new byte[TailSize];
    private int _length;

    /// <summary>The last lines, trimmed; null when there was nothing.</summary>
    public string? Text =>
        Encoding.UTF8.GetString(_tail, 0, _length).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Reads until the stream ends.</summary>
    /// <param name="stderr">The process's stderr.</param>
    /// <param name="log">Where everything goes, up to the limit.</param>
    /// <param name="logLimit">Bytes after which the log takes no more.</param>
    public async Task ReadAsync(Stream stderr, Stream log, long logLimit)
    {
        var buffer = new byte[4096];
        int count;
        while ((count = await stderr.ReadAsync(buffer)) > 0)
        {
            var bytes = buffer.AsMemory(0, count);
            Keep(bytes.Span);
            if (logLimit > 0)
            {
                logLimit = await TryWriteAsync(log, bytes[..(int)Math.Min(count, logLimit)]) ? logLimit - count : 0;
            }
        }
    }

    // Without a log, as on a full disk, stderr must be read all the same: a full pipe would block the process.
    private static async Task<bool> TryWriteAsync(Stream log, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await log.WriteAsync(bytes);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var excess = _length + bytes.Length - TailSize;
        if (excess > 0)
        {
            _tail.AsSpan(excess, _length - excess).CopyTo(_tail);
            _length -= excess;
        }

        bytes.CopyTo(_tail.AsSpan(_length));
        _length += bytes.Length;
    }
}
