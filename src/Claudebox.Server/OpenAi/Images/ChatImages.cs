using Claudebox.Runs;

namespace Claudebox.Server.OpenAi.Images;

/// <summary>Turns the image URLs of a conversation into images.</summary>
internal sealed class ChatImages(ImageFetcher fetcher)
{
    // Each may take long; who has more can send them as data.
    private const int MostFetched = 20;

    /// <summary>Loads all images of a conversation.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the image.</exception>
    public async Task<IReadOnlyDictionary<ChatPart, PromptBlock>> LoadAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var loaded = new Dictionary<ChatPart, PromptBlock>();
        var left = MostFetched;
        var room = PromptBlockRules.LargestSum;
        foreach (var part in messages.Where(m => m.Role != ChatRole.System).SelectMany(m => m.Parts).Where(p => p.ImageUrl is not null))
        {
            if (!DataUrl.Is(part.ImageUrl!) && --left < 0)
            {
                throw ChatFields.Wrong(part.Field, FormattableString.Invariant($"is one too many: at most {MostFetched} images are fetched for a request"));
            }

            var content = await LoadAsync(part, cancellationToken);
            room -= content.Length;
            loaded[part] = room >= 0
                ? BlockOf(part, content)
                : throw ChatFields.Wrong(part.Field, FormattableString.Invariant($"is too much: all images together may have {PromptBlockRules.LargestSum} bytes"));
        }

        return loaded;
    }

    // What the content is counts, not what the URL or its server says: the API refuses images that are mislabelled.
    private static PromptBlock BlockOf(ChatPart part, byte[] content) => PromptBlockRules.MediaTypeOf(content) is { } type
        ? PromptBlock.OfImage(type, Convert.ToBase64String(content))
        : throw ChatFields.Wrong(part.Field, "is no image of type " + string.Join(", ", PromptBlock.ImageTypes));

    private async Task<byte[]> LoadAsync(ChatPart part, CancellationToken cancellationToken)
    {
        try
        {
            var content = await ContentOf(part.ImageUrl!.Trim(), cancellationToken);
            return content.Length <= PromptBlockRules.LargestImage
                ? content
                : throw new ImageException(FormattableString.Invariant($"is larger than {PromptBlockRules.LargestImage} bytes"));
        }
        catch (ImageException e)
        {
            throw ChatFields.Wrong(part.Field, e.Message);
        }
    }

    private async Task<byte[]> ContentOf(string url, CancellationToken cancellationToken) =>
        DataUrl.Is(url) ? DataUrl.Decode(url) ?? throw new ImageException("is not valid: its data must be base64")
        : Uri.TryCreate(url, UriKind.Absolute, out var address) ? await fetcher.FetchAsync(address, cancellationToken)
        : throw new ImageException("must be a data, http or https URL");
}
