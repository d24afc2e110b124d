using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Telegram.Bot.Types.Enums;

namespace Claudebox.Server.Telegram.Text;

/// <summary>Renders one block of Markdown as a text with entities.</summary>
internal sealed class BlockRenderer
{
    private const string Bullet = "• ";
    private const string Rule = "———";
    private readonly EntityBuilder _builder = new();
    private readonly InlineRenderer _inlines;
    private bool _isQuoted;

    private BlockRenderer() => _inlines = new InlineRenderer(_builder);

    /// <summary>Renders a block.</summary>
    public static TelegramText Render(Block block)
    {
        var renderer = new BlockRenderer();
        renderer.Write(block);
        return renderer._builder.Build();
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                var start = _builder.Length;
                WriteInlines(heading.Inline);
                _builder.Format(MessageEntityType.Bold, start);
                break;
            case CodeBlock code:
                WriteCode(code.Lines.ToString(), (code as FencedCodeBlock)?.Info);
                break;
            case QuoteBlock quote:
                WriteQuote(quote);
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case Table table:
                WriteTable(table);
                break;
            case ThematicBreakBlock:
                _builder.Append(Rule);
                break;
            case HtmlBlock html:
                _builder.AppendLines(html.Lines.ToString());
                break;
            case LinkReferenceDefinitionGroup:
                break;
            case LeafBlock leaf:
                WriteInlines(leaf.Inline);
                break;
            case ContainerBlock container:
                WriteBlocks(container, "\n");
                break;
        }
    }

    private void WriteInlines(ContainerInline? inlines)
    {
        if (inlines is not null)
        {
            _inlines.Write(inlines);
        }
    }

    private void WriteBlocks(ContainerBlock container, string separator)
    {
        var isFirst = true;
        foreach (var block in container)
        {
            if (!isFirst)
            {
                foreach (var _ in separator)
                {
                    _builder.NewLine();
                }
            }

            Write(block);
            isFirst = false;
        }
    }

    private void WriteCode(string code, string? language)
    {
        var start = _builder.Length;
        _builder.Append(code);
        _builder.Code(start, isBlock: true, string.IsNullOrWhiteSpace(language) ? null : language);
    }

    // Quotations cannot be nested.
    private void WriteQuote(QuoteBlock quote)
    {
        var (start, isOutermost) = (_builder.Length, !_isQuoted);
        _isQuoted = true;
        WriteBlocks(quote, "\n\n");
        if (isOutermost)
        {
            _builder.Quote(start);
            _isQuoted = false;
        }
    }

    private void WriteList(ListBlock list)
    {
        var number = list.IsOrdered && int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1;
        var outer = _builder.Indent;
        var isFirst = true;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            if (!isFirst)
            {
                _builder.NewLine();
            }

            isFirst = false;
            var mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : IsTask(item) ? "" : Bullet;
            _builder.Append(mark);
            _builder.Indent = outer + new string(' ', Bullet.Length);
            WriteBlocks(item, "\n");
            _builder.Indent = outer;
        }
    }

    private static bool IsTask(ListItemBlock item) => item is [LeafBlock { Inline.FirstChild: TaskList }, ..];

    private void WriteTable(Table table)
    {
        var rows = table.OfType<TableRow>()
            .Select(row => (IReadOnlyList<string>)[.. row.OfType<TableCell>().Select(cell => TextOf(cell).Replace('\n', ' '))])
            .ToList();
        if (TableText.Of(rows) is { } text)
        {
            WriteCode(text, language: null);
            return;
        }

        _builder.AppendLines(TableText.AsList(rows));
    }

    private static string TextOf(TableCell cell)
    {
        var renderer = new BlockRenderer();
        renderer._inlines.ShowsAddresses = true;
        renderer.WriteBlocks(cell, "\n");
        return renderer._builder.Build().Text;
    }
}
