using System.Text;
using Claudebox.Server.Telegram.Text;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Claudebox.Server.Tests.Telegram.Text;

/// <summary>Messages as people read them in a test: entities as tags. It refuses entities that Telegram would refuse.</summary>
internal static class Markup
{
    public static string Of(TelegramText message)
    {
        Check(message);
        var result = new StringBuilder();
        for (var i = 0; i <= message.Text.Length; i++)
        {
            foreach (var entity in message.Entities.Where(entity => entity.Offset + entity.Length == i).Reverse())
            {
                result.Append("</").Append(NameOf(entity)).Append('>');
            }

            foreach (var entity in message.Entities.Where(entity => entity.Offset == i))
            {
                result.Append('<').Append(NameOf(entity)).Append(AttributeOf(entity)).Append('>');
            }

            if (i < message.Text.Length)
            {
                result.Append(message.Text[i]);
            }
        }

        return result.ToString();
    }

    private static void Check(TelegramText message)
    {
        Assert.InRange(message.Text.Length, 1, TelegramText.LongestText);
        Assert.InRange(message.Entities.Count, 0, TelegramText.MostEntities);
        Assert.False(string.IsNullOrWhiteSpace(message.Text));
        Assert.False(char.IsLowSurrogate(message.Text[0]) || char.IsHighSurrogate(message.Text[^1]));
        foreach (var entity in message.Entities)
        {
            Assert.InRange(entity.Offset, 0, message.Text.Length - 1);
            Assert.InRange(entity.Length, 1, message.Text.Length - entity.Offset);
            foreach (var other in message.Entities.Where(other => other != entity && other.Offset < entity.Offset + entity.Length && entity.Offset < other.Offset + other.Length))
            {
                Assert.True(Contains(entity, other) || Contains(other, entity), "Two entities overlap.");
                Assert.False(IsCode(entity) && other.Type != MessageEntityType.Blockquote, "Code has something within or around it.");
            }
        }
    }

    private static bool Contains(MessageEntity outer, MessageEntity inner) =>
        outer.Offset <= inner.Offset && inner.Offset + inner.Length <= outer.Offset + outer.Length;

    private static bool IsCode(MessageEntity entity) => entity.Type is MessageEntityType.Code or MessageEntityType.Pre;

    private static string NameOf(MessageEntity entity) => entity.Type switch
    {
        MessageEntityType.Bold => "b",
        MessageEntityType.Italic => "i",
        MessageEntityType.Underline => "u",
        MessageEntityType.Strikethrough => "s",
        MessageEntityType.Spoiler => "spoiler",
        MessageEntityType.Code => "code",
        MessageEntityType.Pre => "pre",
        MessageEntityType.TextLink => "a",
        MessageEntityType.Blockquote => "quote",
        _ => throw new ArgumentOutOfRangeException(nameof(entity)),
    };

    private static string AttributeOf(MessageEntity entity) => (entity.Url, entity.Language) switch
    {
        ({ } url, _) => " " + url,
        (_, { } language) => " " + language,
        _ => "",
    };
}
