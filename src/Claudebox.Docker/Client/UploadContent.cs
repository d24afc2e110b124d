using System.Net;

namespace Claudebox.Docker;

/// <summary>The body of an upload: sent piece by piece, once, with its length when that is known.</summary>
internal sealed class UploadContent(Stream source, Func<Stream, long?, CancellationToken, Task> copy) : HttpContent
{
    private long? Size => source.CanSeek ? source.Length - source.Position : null;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => copy(stream, Size, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        copy(stream, Size, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = Size ?? 0;
        return Size is not null;
    }
}
