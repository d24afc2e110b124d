using System.Text.RegularExpressions;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;
using Telegram.Bot.Types.Enums;

namespace Claudebox.Server.Telegram.Text;

/// <summary>Renders what is inside of a line of Markdown.</summary>
internal sealed partial class InlineRenderer(EntityBuilder builder)
{
    private bool _isLinked;

    /// <summary>Whether the address of a link is part of the text, where a link cannot be.</summary>
    public bool ShowsAddresses { get; set; }

    /// <summary>Renders a sequence.</summary>
    public void Write(ContainerInline inlines)
    {
        var tags = HtmlTags.PairsOf(inlines);
        var starts = new Dictionary<Inline, int>();
        foreach (var inline in inlines)
        {
            if (inline is not HtmlInline tag || !tags.TryGetValue(tag, out var pair))
            {
                Write(inline);
            }
            else if (pair.Opening == tag)
            {
                starts[tag] = builder.Length;
            }
            else
            {
                Close(pair, starts[pair.Opening]);
            }
        }
    }

    private void Write(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                builder.Append(literal.Content.ToString());
                break;
            case CodeInline code:
                WriteCode(code.Content);
                break;
            case LineBreakInline:
                builder.NewLine();
                break;
            case HtmlEntityInline entity:
                builder.Append(entity.Transcoded.ToString());
                break;
            case HtmlInline html:
                builder.Append(html.Tag);
                break;
            case AutolinkInline link:
                builder.Append(link.Url);
                break;
            case TaskList task:
                builder.Append(task.Checked ? "☑" : "☐");
                break;
            case LinkInline link:
                WriteLink(link);
                break;
            case EmphasisInline { DelimiterChar: '_', DelimiterCount: 2, FirstChild: LiteralInline word } dunder
                when dunder.LastChild == word && Identifier().IsMatch(word.Content.ToString()):
                builder.Append($"__{word.Content}__");
                break;
            case EmphasisInline emphasis:
                var start = builder.Length;
                Write((ContainerInline)emphasis);
                builder.Format(TypeOf(emphasis), start);
                break;
            case DelimiterInline delimiter:
                builder.Append(delimiter.ToLiteral());
                Write((ContainerInline)delimiter);
                break;
            case ContainerInline container:
                Write(container);
                break;
        }
    }

    private void WriteCode(string code)
    {
        var start = builder.Length;
        builder.Append(code);

        // A link cannot hold code, and its address counts for more.
        if (!_isLinked)
        {
            builder.Code(start, isBlock: false);
        }
    }

    private void WriteLink(LinkInline link)
    {
        var (start, url) = (builder.Length, link.Url ?? "");
        var isOutermost = !_isLinked;
        _isLinked = true;
        Write((ContainerInline)link);
        _isLinked = !isOutermost;
        if (builder.Length == start)
        {
            builder.Append(url);
        }
        else if (isOutermost && !ShowsAddresses && IsAddress(url))
        {
            builder.Link(start, url);
        }
        else if (url.Length > 0)
        {
            builder.Append($" ({url})");
        }
    }

    private void Close(HtmlTags.Pair pair, int start)
    {
        switch (pair.Type)
        {
            case MessageEntityType.Code when !_isLinked:
                builder.Code(start, isBlock: false);
                break;
            case MessageEntityType.TextLink when !_isLinked && IsAddress(pair.Url!):
                builder.Link(start, pair.Url!);
                break;
            case MessageEntityType.TextLink:
                builder.Append($" ({pair.Url})");
                break;
            case not MessageEntityType.Code:
                builder.Format(pair.Type, start);
                break;
        }
    }

    // Telegram drops a link to anything else together with its address.
    private static bool IsAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "tg" or "mailto" or "tel";

    private static MessageEntityType TypeOf(EmphasisInline emphasis) => (emphasis.DelimiterChar, emphasis.DelimiterCount) switch
    {
        ('~', _) => MessageEntityType.Strikethrough,
        ('|', _) => MessageEntityType.Spoiler,
        (_, 2) => MessageEntityType.Bold,
        _ => MessageEntityType.Italic,
    };

    // Python's __init__ and its like: the underscores belong to the name.
    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Identifier();
}
