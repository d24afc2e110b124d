using Telegram.Bot.Types;

namespace Claudebox.Server.Telegram.Text;

/// <summary>A text with its formatting, as Telegram takes it: no markup that could be refused, but entities.</summary>
/// <param name="Text">The text. Telegram takes up to <see cref="LongestText"/> UTF-16 units.</param>
/// <param name="Entities">Its formatting, by offsets in UTF-16 units, in the order of the offsets. Telegram heeds <see cref="MostEntities"/>.</param>
internal sealed record TelegramText(string Text, IReadOnlyList<MessageEntity> Entities)
{
    /// <summary>The length of a message's text (Bot API, sendMessage).</summary>
    public const int LongestText = 4096;

    /// <summary>How many entities a message can have; further ones are dropped without a word.</summary>
    public const int MostEntities = 100;

    /// <summary>A part of it; entities that reach beyond the part are cut.</summary>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    public TelegramText Slice(int start, int end)
    {
        var entities = new List<MessageEntity>();
        foreach (var entity in Entities)
        {
            var (from, to) = (Math.Max(entity.Offset, start), Math.Min(entity.Offset + entity.Length, end));
            if (from < to)
            {
                entities.Add(Moved(entity, from - start, to - from));
            }
        }

        return new TelegramText(Text[start..end], entities);
    }

    /// <summary>It and another text behind it.</summary>
    /// <param name="separator">What comes between them.</param>
    /// <param name="next">The other text.</param>
    public TelegramText Append(string separator, TelegramText next)
    {
        var shift = Text.Length + separator.Length;
        return new TelegramText(
            Text + separator + next.Text, [.. Entities, .. next.Entities.Select(entity => Moved(entity, entity.Offset + shift, entity.Length))]);
    }

    private static MessageEntity Moved(MessageEntity entity, int offset, int length) =>
        new() { Type = entity.Type, Offset = offset, Length = length, Url = entity.Url, Language = entity.Language };
}
