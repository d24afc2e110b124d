using System.Net;
using System.Text.RegularExpressions;
using Markdig.Syntax.Inlines;
using Telegram.Bot.Types.Enums;

namespace Claudebox.Server.Telegram.Text;

/// <summary>The tags of HTML that Telegram knows and that models write into Markdown. Those without a partner are text.</summary>
internal static partial class HtmlTags
{
    /// <summary>Finds the pairs of tags in a sequence.</summary>
    /// <param name="inlines">The sequence.</param>
    /// <returns>Each tag that has a partner, with the pair.</returns>
    public static IReadOnlyDictionary<HtmlInline, Pair> PairsOf(ContainerInline inlines)
    {
        var pairs = new Dictionary<HtmlInline, Pair>();
        var open = new Stack<Pair>();
        foreach (var tag in inlines.OfType<HtmlInline>())
        {
            var match = Tag().Match(tag.Tag);
            if (!match.Success)
            {
                continue;
            }

            var name = match.Groups["name"].Value.ToLowerInvariant();
            if (!match.Groups["end"].Success)
            {
                if (TypeOf(name, match.Groups["rest"].Value) is { } type)
                {
                    open.Push(new Pair(tag, name, type, type == MessageEntityType.TextLink ? AddressOf(match.Groups["rest"].Value) : null));
                }
            }
            else if (open.Any(pair => pair.Name == name))
            {
                // What was opened in between and not closed stays text.
                Pair pair;
                do
                {
                    pair = open.Pop();
                }
                while (pair.Name != name);

                pairs[pair.Opening] = pair;
                pairs[tag] = pair;
            }
        }

        return pairs;
    }

    private static MessageEntityType? TypeOf(string name, string attributes) => name switch
    {
        "b" or "strong" => MessageEntityType.Bold,
        "i" or "em" => MessageEntityType.Italic,
        "u" or "ins" => MessageEntityType.Underline,
        "s" or "strike" or "del" => MessageEntityType.Strikethrough,
        "code" => MessageEntityType.Code,
        "tg-spoiler" => MessageEntityType.Spoiler,
        "span" when attributes.Contains("tg-spoiler", StringComparison.OrdinalIgnoreCase) => MessageEntityType.Spoiler,
        "a" when AddressOf(attributes) is not null => MessageEntityType.TextLink,
        _ => null,
    };

    private static string? AddressOf(string attributes) =>
        Address().Match(attributes) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["address"].Value) : null;

    [GeneratedRegex("^<(?<end>/)?(?<name>[A-Za-z][A-Za-z-]*)(?<rest>[^>]*)>$")]
    private static partial Regex Tag();

    [GeneratedRegex("""\bhref\s*=\s*(?<quote>["'])(?<address>.*?)\k<quote>""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    /// <summary>Two tags that belong together.</summary>
    /// <param name="Opening">The first.</param>
    /// <param name="Name">Their name in lower case.</param>
    /// <param name="Type">What they mean.</param>
    /// <param name="Url">A link's address.</param>
    internal sealed record Pair(HtmlInline Opening, string Name, MessageEntityType Type, string? Url);
}
