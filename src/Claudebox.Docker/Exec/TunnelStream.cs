using System.Runtime.InteropServices;
using System.Text;
using Docker.DotNet;

namespace Claudebox.Docker;

/// <summary>
/// The standard streams of an attached exec as one two-way stream. What the process writes to its standard error never
/// enters the stream: it explains why the stream ends.
/// </summary>
internal sealed class TunnelStream(MultiplexedStream exec) : Stream
{
    private const int LongestError = 4096;
    private readonly StringBuilder _error = new();
    private int _disposed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // HTTP/2 waits for data with reads of no bytes, which the library takes for the end of the stream.
        if (buffer.Length == 0)
        {
            return 0;
        }

        var direct = MemoryMarshal.TryGetArray<byte>(buffer, out var array);
        var segment = direct ? array : new ArraySegment<byte>(new byte[buffer.Length]);
        while (true)
        {
            var read = await exec.ReadOutputAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
            if (read.EOF)
            {
                return _error.Length == 0 ? 0 : throw new IOException("The tunnel into the container ended: " + _error.ToString().Trim());
            }

            if (read.Target == MultiplexedStream.TargetStream.StandardError)
            {
                Keep(segment.AsSpan(0, read.Count));
                continue;
            }

            if (!direct)
            {
                segment.AsMemory(0, read.Count).CopyTo(buffer);
            }

            return read.Count;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var segment = MemoryMarshal.TryGetArray(buffer, out var array) ? array : new ArraySegment<byte>(buffer.ToArray());
        await exec.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, default).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count, default).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            exec.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var room = LongestError - _error.Length;
        if (room > 0)
        {
            var text = Encoding.UTF8.GetString(bytes);
            _error.Append(text, 0, Math.Min(room, text.Length));
        }
    }
}
