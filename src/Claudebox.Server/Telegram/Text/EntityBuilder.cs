using System.Text;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Claudebox.Server.Telegram.Text;

/// <summary>Builds a text together with its entities, by the rules of how Telegram lets them nest.</summary>
internal sealed class EntityBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<MessageEntity> _entities = [];

    /// <summary>How long the text is.</summary>
    public int Length => _text.Length;

    /// <summary>What each new line begins with.</summary>
    public string Indent { get; set; } = "";

    /// <summary>Adds text as it is.</summary>
    public void Append(string text) => _text.Append(text);

    /// <summary>Adds text whose lines are indented.</summary>
    public void AppendLines(string text) => _text.Append(Indent.Length == 0 ? text : text.Replace("\n", "\n" + Indent, StringComparison.Ordinal));

    /// <summary>Begins a new line.</summary>
    public void NewLine() => _text.Append('\n').Append(Indent);

    /// <summary>Formats what was added since <paramref name="start"/>. Code within keeps its own formatting, which can have none around it.</summary>
    /// <param name="type">Bold, italic, underline, strikethrough or spoiler.</param>
    /// <param name="start">Where it begins.</param>
    public void Format(MessageEntityType type, int start)
    {
        var from = start;
        foreach (var code in _entities.Where(entity => IsCode(entity.Type) && entity.Offset >= start).OrderBy(entity => entity.Offset).ToList())
        {
            Add(type, from, code.Offset);
            from = code.Offset + code.Length;
        }

        Add(type, from, Length);
    }

    /// <summary>Marks what was added since <paramref name="start"/> as code.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="isBlock">Whether it is a block.</param>
    /// <param name="language">The language of a block.</param>
    public void Code(int start, bool isBlock, string? language = null) =>
        Add(isBlock ? MessageEntityType.Pre : MessageEntityType.Code, start, Length, language: language);

    /// <summary>Makes what was added since <paramref name="start"/> a link.</summary>
    public void Link(int start, string url) => Add(MessageEntityType.TextLink, start, Length, url);

    /// <summary>Makes what was added since <paramref name="start"/> a quotation.</summary>
    public void Quote(int start) => Add(MessageEntityType.Blockquote, start, Length);

    /// <summary>The text and its entities.</summary>
    public TelegramText Build() => new(
        _text.ToString(), [.. _entities.OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length)]);

    private static bool IsCode(MessageEntityType type) => type is MessageEntityType.Code or MessageEntityType.Pre;

    // Telegram takes no entity of blanks alone.
    private void Add(MessageEntityType type, int from, int to, string? url = null, string? language = null)
    {
        if (to > from && !string.IsNullOrWhiteSpace(_text.ToString(from, to - from)))
        {
            _entities.Add(new MessageEntity { Type = type, Offset = from, Length = to - from, Url = url, Language = language });
        }
    }
}
