using System.Collections.Concurrent;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi.Images;

/// <summary>Turns the image URLs of a conversation into images: all of them within one time, and one size.</summary>
internal sealed class ChatImages(ImageFetcher fetcher, TimeProvider time)
{
    /// <summary>How long all images of a request may take together.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>How many images of a request are fetched at the same time.</summary>
    public const int MostAtOnce = 4;

    // Each may take long; who has more can send them as data.
    private const int MostFetched = 20;

    /// <summary>Loads all images of a conversation.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the image.</exception>
    /// <exception cref="OperationCanceledException">It is not wanted any more.</exception>
    public async Task<IReadOnlyDictionary<ChatPart, PromptBlock>> LoadAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var room = new ImageRoom(PromptBlockRules.LargestSum);
        var loaded = new ConcurrentDictionary<ChatPart, PromptBlock>();
        var toFetch = new List<ChatPart>();
        foreach (var part in messages.Where(m => m.Role != ChatRole.System).SelectMany(m => m.Parts).Where(p => p.ImageUrl is not null))
        {
            if (DataUrl.Is(part.ImageUrl!.Trim()))
            {
                loaded[part] = await BlockOfAsync(part, url => Task.FromResult(Decode(url, room)));
            }
            else if (toFetch.Count < MostFetched)
            {
                toFetch.Add(part);
            }
            else
            {
                throw ChatFields.Wrong(part.Field, FormattableString.Invariant($"is one too many: at most {MostFetched} images are fetched for a request"));
            }
        }

        await FetchAsync(toFetch, room, loaded, cancellationToken);
        return loaded;
    }

    // The first that cannot be had ends the others.
    private async Task FetchAsync(
        List<ChatPart> parts, ImageRoom room, ConcurrentDictionary<ChatPart, PromptBlock> loaded, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                parts,
                new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = either.Token },
                async (part, cancel) => loaded[part] = await BlockOfAsync(part, url => FetchAsync(url, room, cancel)));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var missing = parts.First(part => !loaded.ContainsKey(part));
            throw ChatFields.Wrong(
                missing.Field, FormattableString.Invariant($"could not be fetched: all images together may take {Limit.TotalSeconds:0} s"));
        }
    }

    // What the content is counts, not what the URL or its server says: the API refuses images that are mislabelled.
    private static async Task<PromptBlock> BlockOfAsync(ChatPart part, Func<string, Task<byte[]>> load)
    {
        try
        {
            var content = await load(part.ImageUrl!.Trim());
            return PromptBlockRules.MediaTypeOf(content) is { } type
                ? PromptBlock.OfImage(type, Convert.ToBase64String(content))
                : throw new ImageException("is no image of type " + string.Join(", ", PromptBlock.ImageTypes));
        }
        catch (ImageException e)
        {
            throw ChatFields.Wrong(part.Field, e.Message);
        }
    }

    private static byte[] Decode(string url, ImageRoom room)
    {
        var content = DataUrl.Decode(url) ?? throw new ImageException("is not valid: its data must be base64");
        if (content.Length > PromptBlockRules.LargestImage)
        {
            throw ImageFetcher.TooLarge();
        }

        room.Take(content.Length);
        return content;
    }

    private Task<byte[]> FetchAsync(string url, ImageRoom room, CancellationToken cancellationToken) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? fetcher.FetchAsync(address, room, cancellationToken)
            : throw new ImageException("must be a data, http or https URL");
}
