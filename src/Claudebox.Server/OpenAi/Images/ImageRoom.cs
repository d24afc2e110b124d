namespace Claudebox.Server.OpenAi.Images;

/// <summary>The bytes that are left for the images of a request, those that are just being fetched included.</summary>
/// <param name="bytes">Bytes for all of them together.</param>
internal sealed class ImageRoom(long bytes)
{
    private long _taken;

    /// <summary>Takes room for so many bytes.</summary>
    /// <exception cref="ImageException">There is not so much.</exception>
    public void Take(int count)
    {
        if (Interlocked.Add(ref _taken, count) > bytes)
        {
            throw new ImageException(FormattableString.Invariant($"is too much: all images together may have {bytes} bytes"));
        }
    }
}
