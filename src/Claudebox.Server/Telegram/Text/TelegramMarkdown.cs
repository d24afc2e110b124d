using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;

namespace Claudebox.Server.Telegram.Text;

/// <summary>Claude's Markdown as messages of Telegram.</summary>
internal static class TelegramMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UsePreciseSourceLocation()
        .Build();

    /// <summary>Renders Markdown.</summary>
    /// <param name="markdown">The Markdown.</param>
    /// <returns>The messages, none of which is empty or longer than Telegram allows; none for a text of blanks.</returns>
    public static IReadOnlyList<TelegramText> Render(string markdown) => MessageSplitter.Split(BlocksOf(WellFormed(markdown)));

    /// <summary>Puts text into code blocks as it is.</summary>
    /// <param name="output">The text.</param>
    /// <returns>The messages; none for a text of blanks.</returns>
    public static IReadOnlyList<TelegramText> Code(string output)
    {
        var builder = new EntityBuilder();
        builder.Append(WellFormed(output).TrimEnd('\n', '\r'));
        builder.Code(0, isBlock: true);
        return MessageSplitter.Split([builder.Build()]);
    }

    /// <summary>Reads Markdown.</summary>
    /// <param name="markdown">The Markdown.</param>
    /// <returns>Its tree; null when it is nested deeper than the parser goes, as only a text that is not meant as Markdown is.</returns>
    internal static MarkdownDocument? Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<TelegramText> BlocksOf(string markdown) =>
        Parse(markdown)?.Select(BlockRenderer.Render) ?? [new TelegramText(markdown, [])];

    // An unpaired half of a character cannot be sent, and the parser takes NUL for something else.
    private static string WellFormed(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
