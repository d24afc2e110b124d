using System.Globalization;

namespace Claudebox.Server.Telegram.Text;

/// <summary>Puts blocks into as few messages as Telegram's limits allow, and cuts only blocks that no message can hold.</summary>
internal static class MessageSplitter
{
    private const string Separator = "\n\n";

    /// <summary>Puts blocks into messages.</summary>
    /// <param name="blocks">The blocks, in order.</param>
    public static IReadOnlyList<TelegramText> Split(IEnumerable<TelegramText> blocks)
    {
        var messages = new List<TelegramText>();
        foreach (var part in blocks.Where(block => !string.IsNullOrWhiteSpace(block.Text)).SelectMany(Parts))
        {
            if (messages.Count > 0 && Fits(messages[^1], part))
            {
                messages[^1] = messages[^1].Append(Separator, part);
            }
            else
            {
                messages.Add(part);
            }
        }

        return messages;
    }

    private static bool Fits(TelegramText message, TelegramText part) =>
        message.Text.Length + Separator.Length + part.Text.Length <= TelegramText.LongestText &&
        message.Entities.Count + part.Entities.Count <= TelegramText.MostEntities;

    private static IEnumerable<TelegramText> Parts(TelegramText block)
    {
        var start = 0;
        while (start < block.Text.Length)
        {
            var end = EndOf(block, start);
            if (block.Slice(start, end) is var part && !string.IsNullOrWhiteSpace(part.Text))
            {
                yield return part;
            }

            start = end;
        }
    }

    // Behind a line, else behind a word, else between two characters as people see them.
    private static int EndOf(TelegramText block, int start)
    {
        var most = Math.Min(block.Text.Length, start + TelegramText.LongestText);
        var entities = block.Entities.Where(entity => entity.Offset + entity.Length > start).ToList();
        if (entities.Count > TelegramText.MostEntities)
        {
            most = Math.Min(most, Math.Max(entities[TelegramText.MostEntities].Offset, start + 1));
        }

        if (most == block.Text.Length)
        {
            return most;
        }

        foreach (var mark in (char[])['\n', ' '])
        {
            if (block.Text.LastIndexOf(mark, most - 1, most - start) is var found && found > start)
            {
                return found + 1;
            }
        }

        var end = start;
        while (end < most && end + StringInfo.GetNextTextElementLength(block.Text, end) is var next && next <= most)
        {
            end = next;
        }

        return end > start ? end : most;
    }
}
