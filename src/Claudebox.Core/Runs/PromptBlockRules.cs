using System.Buffers.Text;

namespace Claudebox.Runs;

/// <summary>What makes the blocks before a prompt acceptable.</summary>
public static class PromptBlockRules
{
    /// <summary>Bytes that one image may have.</summary>
    public const int LargestImage = 20 * 1024 * 1024;

    /// <summary>
    /// Bytes that all images may have together. The Messages API takes requests of 32 MB (claude-cli.md §7); in base64 this much leaves
    /// room for the rest.
    /// </summary>
    public const int LargestSum = 22 * 1024 * 1024;

    private const int MostImages = 100;

    /// <summary>The media type that an image's first bytes tell; null when it is none that the Messages API takes.</summary>
    /// <param name="content">The image, or its beginning.</param>
    /// <returns>One of <see cref="PromptBlock.ImageTypes"/>, or null.</returns>
    public static string? MediaTypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : content.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? "image/gif"
        : content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;

    internal static void Check(IReadOnlyList<PromptBlock>? blocks, Dictionary<string, string> errors)
    {
        long sum = 0;
        var images = 0;
        for (var i = 0; i < blocks?.Count; i++)
        {
            var (problem, size) = blocks[i].IsImage ? CheckImage(blocks[i]) : (CheckText(blocks[i]), 0);
            sum += size;
            images += blocks[i].IsImage ? 1 : 0;
            if (problem is not null)
            {
                errors.TryAdd(FormattableString.Invariant($"content[{i}]"), problem);
            }
        }

        if (images > MostImages)
        {
            errors.TryAdd("content", FormattableString.Invariant($"must hold at most {MostImages} images"));
        }
        else if (sum > LargestSum)
        {
            errors.TryAdd("content", FormattableString.Invariant($"holds images of {sum} bytes together; the limit is {LargestSum}"));
        }
    }

    private static string? CheckText(PromptBlock block) =>
        string.IsNullOrWhiteSpace(block.Text) ? "must have a text, or the mediaType and data of an image"
        : !TextRules.IsWellFormed(block.Text) ? "must be valid Unicode"
        : null;

    private static (string? Problem, long Size) CheckImage(PromptBlock block)
    {
        if (block.Text is not null || block.MediaType is null || block.Data is null)
        {
            return ("must have either a text, or the mediaType and data of an image", 0);
        }

        if (!PromptBlock.ImageTypes.Contains(block.MediaType))
        {
            return ("must be an image of type " + string.Join(", ", PromptBlock.ImageTypes), 0);
        }

        if (!Base64.IsValid(block.Data, out var size))
        {
            return ("must be valid base64", 0);
        }

        return size > LargestImage ? (FormattableString.Invariant($"is an image of {size} bytes; the limit is {LargestImage}"), size)
            : MediaTypeOf(Beginning(block.Data)) != block.MediaType ? ($"is no {block.MediaType}", size)
            : (null, size);
    }

    // Without the blanks that base64 may hold, sixteen characters are twelve bytes.
    private static ReadOnlySpan<byte> Beginning(string base64)
    {
        var start = string.Concat(base64.Where(c => !char.IsWhiteSpace(c)).Take(16));
        return start.Length % 4 == 0 ? Convert.FromBase64String(start) : [];
    }
}
