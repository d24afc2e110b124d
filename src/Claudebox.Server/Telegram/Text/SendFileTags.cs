using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Claudebox.Server.Telegram.Text;

/// <summary>The tags <c>[SEND_FILE: path]</c> by which Claude sends files. In code they are what they are: text.</summary>
internal static class SendFileTags
{
    private const string Mark = "[SEND_FILE:";

    /// <summary>Takes the tags out of an answer.</summary>
    /// <param name="markdown">The answer.</param>
    /// <returns>The answer without the tags and the lines that held nothing else, and the paths in their order.</returns>
    public static (string Markdown, IReadOnlyList<string> Paths) Take(string markdown)
    {
        if (!markdown.Contains(Mark, StringComparison.OrdinalIgnoreCase))
        {
            return (markdown, []);
        }

        var code = CodeOf(markdown);
        var paths = new List<string>();
        var rest = markdown;
        for (var start = LastBefore(markdown.Length); start >= 0; start = LastBefore(start))
        {
            if (code.Any(range => range.Start <= start && start < range.End) || EndOf(markdown, start + Mark.Length) is not { } end ||
                markdown[(start + Mark.Length)..end].Trim() is not { Length: > 0 } path)
            {
                continue;
            }

            paths.Insert(0, path);
            rest = Without(rest, start, end + 1);
        }

        return (rest.Trim('\n', '\r'), paths);

        int LastBefore(int position) => position == 0 ? -1 : markdown.LastIndexOf(Mark, position - 1, StringComparison.OrdinalIgnoreCase);
    }

    // Of what is nested too deep to be read as Markdown, nothing is code.
    private static List<(int Start, int End)> CodeOf(string markdown) =>
        [.. TelegramMarkdown.Parse(markdown)?.Descendants()
            .Where(item => item is CodeBlock or CodeInline)
            .Select(item => (item.Span.Start, item.Span.End + 1)) ?? []];

    // The bracket that belongs to the tag's; a path can hold pairs of its own.
    private static int? EndOf(string markdown, int start)
    {
        var depth = 0;
        for (var i = start; i < markdown.Length && markdown[i] is not ('\n' or '\r'); i++)
        {
            if (markdown[i] == '[')
            {
                depth++;
            }
            else if (markdown[i] == ']' && depth-- == 0)
            {
                return i;
            }
        }

        return null;
    }

    private static string Without(string text, int start, int end)
    {
        var line = text.LastIndexOf('\n', Math.Max(start - 1, 0)) is var before && start > 0 && before >= 0 ? before + 1 : 0;
        var lineEnd = text.IndexOf('\n', end) is var after and >= 0 ? after : text.Length;
        var isAlone = string.IsNullOrWhiteSpace(text[line..start]) && string.IsNullOrWhiteSpace(text[end..lineEnd]);
        return isAlone ? text[..line] + text[Math.Min(lineEnd + 1, text.Length)..] : text[..start].TrimEnd(' ') + text[end..];
    }
}
