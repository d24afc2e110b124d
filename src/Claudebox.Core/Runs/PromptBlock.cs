using System.Text.Json.Serialization;

namespace Claudebox.Runs;

/// <summary>A block of the user message that comes before the prompt: a text, or an image.</summary>
public sealed record PromptBlock
{
    /// <summary>The text; null for an image.</summary>
    public string? Text { get; init; }

    /// <summary>The image's media type, one of <see cref="ImageTypes"/>; null for a text.</summary>
    public string? MediaType { get; init; }

    /// <summary>The image in base64; null for a text.</summary>
    public string? Data { get; init; }

    /// <summary>Whether it is an image.</summary>
    [JsonIgnore]
    public bool IsImage => MediaType is not null || Data is not null;

    /// <summary>The media types that the Messages API takes.</summary>
    public static IReadOnlyList<string> ImageTypes { get; } = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The block.</returns>
    public static PromptBlock OfText(string text) => new() { Text = text };

    /// <summary>An image.</summary>
    /// <param name="mediaType">Its media type.</param>
    /// <param name="data">Its content in base64.</param>
    /// <returns>The block.</returns>
    public static PromptBlock OfImage(string mediaType, string data) => new() { MediaType = mediaType, Data = data };
}
