using System.Text;
using Claudebox.Runs;
using Claudebox.Server.Files;
using Microsoft.AspNetCore.StaticFiles;

namespace Claudebox.Server.Mcp;

/// <summary>A part of a file in memory.</summary>
/// <param name="Bytes">The part.</param>
/// <param name="Text">The part as text; null when it is not UTF-8 or holds a NUL.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Bytes of the whole file.</param>
/// <param name="MimeType">The kind of content, by the file's name.</param>
internal sealed record FilePart(ReadOnlyMemory<byte> Bytes, string? Text, long Offset, long Size, string MimeType)
{
    /// <summary>The most bytes of one part: what a model's context takes at once is less.</summary>
    public const int Most = 1024 * 1024;

    // So many bytes hold one character of UTF-8 at least.
    public const int Least = 4;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Where the next part begins; null when this is the last.</summary>
    public long? NextOffset => Offset + Bytes.Length < Size ? Offset + Bytes.Length : null;

    /// <summary>Reads a part of a file.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="limit">Bytes to read at most; null for the whole file, if that is not too much.</param>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.NotFound"/>, <see cref="FailureCode.PathRefused"/>, or <see cref="FailureCode.RequestTooLarge"/>.
    /// </exception>
    public static FilePart Read(WorkspaceFiles files, JailPath path, long offset, int? limit)
    {
        using var file = files.Open(path);
        if (PathJail.StatusOf(file).IsDirectory)
        {
            throw new ClaudeboxException(FailureCode.PathRefused, $"'{WorkspacePaths.Display(path)}' is a directory.");
        }

        var download = Download.Open(file, path);
        using var content = download.Content;
        var size = content.Length;
        if (limit is null && size - offset > Most)
        {
            throw new ClaudeboxException(FailureCode.RequestTooLarge,
                $"'{path}' has {size} bytes, of which at most {Most} are read at once. Read it in parts with offset and limit, or let Claude look at it.");
        }

        content.Position = Math.Min(offset, size);
        var bytes = new byte[Math.Min(limit ?? Most, size - content.Position)];
        var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var part = bytes.AsMemory(0, length);
        var type = TypeOf(path.Name);
        return TryDecode(part, isLast: content.Position >= size) is var (text, used)
            ? new FilePart(part[..used], text, offset, size, type ?? "text/plain")
            : new FilePart(part, null, offset, size, type ?? "application/octet-stream");
    }

    /// <summary>The kind of content that a name says; null when it says nothing.</summary>
    public static string? TypeOf(string name) => ContentTypes.TryGetContentType(name, out var known) ? known : null;

    // A character that the end of a part cuts belongs to the next part.
    private static (string Text, int Used)? TryDecode(ReadOnlyMemory<byte> part, bool isLast)
    {
        if (part.Span.Contains((byte)0))
        {
            return null;
        }

        for (var cut = 0; cut <= (isLast ? 0 : 3) && cut <= part.Length; cut++)
        {
            try
            {
                return (Strict.GetString(part.Span[..^cut]), part.Length - cut);
            }
            catch (DecoderFallbackException)
            {
                // One byte less, then.
            }
        }

        return null;
    }
}
