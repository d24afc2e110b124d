namespace Claudebox.Core.Tests.Support;

/// <summary>A stream whose reads give what its script says, never more than was asked for.</summary>
internal sealed class PiecewiseStream(byte[] content, Func<int> nextSize) : Stream
{
    private int _position;

    public int ReadsAfterEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        Assert.False(buffer.IsEmpty);
        if (_position == content.Length)
        {
            ReadsAfterEnd++;
            return 0;
        }

        var count = Math.Min(Math.Max(1, nextSize()), Math.Min(buffer.Length, content.Length - _position));
        content.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
