using Claudebox.Streams;

namespace Claudebox.Docker;

/// <summary>
/// A stream of the caller that output is copied to. It remembers why it could not be written to, which would look like a lost
/// connection to the engine otherwise.
/// </summary>
internal sealed class CallerStream(Stream stream) : WriteOnlyStream
{
    /// <summary>What the caller's stream threw; null when all was written.</summary>
    internal Exception? Failure { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception exception) when (Note(exception))
        {
            throw;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Note(exception))
        {
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

    private bool Note(Exception exception)
    {
        Failure ??= exception is OperationCanceledException ? null : exception;
        return false;
    }
}
