using System.Globalization;
using System.Text;
using Claudebox.Server.Telegram.Text;
using CsCheck;

namespace Claudebox.Server.Tests.Telegram.Text;

/// <summary>What Claude writes, and what people see of it in Telegram.</summary>
public sealed class TelegramMarkdownTests
{
    [Theory]
    [InlineData("**hi**", "<b>hi</b>")]
    [InlineData("***x***", "<b><i>x</i></b>")]
    [InlineData("~~gone~~ and __quite bold__ and _italic_", "<s>gone</s> and <b>quite bold</b> and <i>italic</i>")]
    [InlineData("## **Logs** `x` now", "<b><b>Logs</b> </b><code>x</code><b> now</b>")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("call __init__.py", "call __init__.py")]
    [InlineData("snake_case_name and a*b*c", "snake_case_name and a<i>b</i>c")]
    [InlineData("a < b & c > d", "a < b & c > d")]
    [InlineData("a &lt; b &amp;amp; &#128512;", "a < b &amp; 😀")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("see CB2", "see CB2")]
    [InlineData("a <b>bold</b>, <u>under</u>, <tg-spoiler>hidden</tg-spoiler>", "a <b>bold</b>, <u>under</u>, <spoiler>hidden</spoiler>")]
    [InlineData("a <b>bold and no more, </i>", "a <b>bold and no more, </i>")]
    [InlineData("<a href=\"http://b/?x=1&amp;y=&quot;\">a</a>", "<a http://b/?x=1&y=\">a</a>")]
    [InlineData("[**a**](http://b/x_(y))", "<b><a http://b/x_(y)>a</a></b>")]
    [InlineData("[a `b`](http://c) [file](src/x.cs) <http://d>", "<a http://c>a b</a> file (src/x.cs) http://d")]
    [InlineData("![picture](http://p/x.png)", "<a http://p/x.png>picture</a>")]
    [InlineData("> q1\n> - q2\n>> q3", "<quote>q1\n\n• q2\n\nq3</quote>")]
    [InlineData("- one\n  - two\n    more\n- three", "• one\n  • two\n    more\n• three")]
    [InlineData("3. three\n4. four\n\n   and more", "3. three\n4. four\n  and more")]
    [InlineData("- [x] done\n- [ ] open", "☑ done\n☐ open")]
    [InlineData("one\ntwo  \nthree\n\nfour", "one\ntwo\nthree\n\nfour")]
    [InlineData("a\n\n---\n\nb", "a\n\n———\n\nb")]
    [InlineData("```py\n<b>x</b> & **y**\n\n  z\n```", "<pre py><b>x</b> & **y**\n\n  z</pre>")]
    [InlineData("```\nopen", "<pre>open</pre>")]
    [InlineData("`<b>` and **`c`**", "<code><b></code> and <code>c</code>")]
    [InlineData("| a | b |\n|---|---|\n| 1 | **two** |\n| 日本 | 4 |", "<pre>a     b\n────  ───\n1     two\n日本  4</pre>")]
    [InlineData("\uE0000\uE001 [7]", "\uE0000\uE001 [7]")]
    [InlineData("", "")]
    [InlineData(" \n\n ", "")]
    public void Markdown_becomes_text_with_entities(string markdown, string expected) =>
        Assert.Equal(expected, string.Concat(TelegramMarkdown.Render(markdown).Select(Markup.Of)));

    [Fact]
    public void A_table_too_wide_for_a_phone_becomes_a_list()
    {
        var wide = new string('x', 60);

        var message = Assert.Single(TelegramMarkdown.Render($"| name | what |\n|---|---|\n| a | {wide} |\n| b | [link](http://c) |"));

        Assert.Equal($"name: a\nwhat: {wide}\n\nname: b\nwhat: link (http://c)", Markup.Of(message));
    }

    [Fact]
    public void Thirty_kilobytes_arrive_complete_in_messages_that_end_between_blocks()
    {
        var markdown = new StringBuilder();
        var words = new List<string>();
        for (var i = 0; markdown.Length < 30_000; i++)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"word{i}"));
            markdown.Append(CultureInfo.InvariantCulture, $"## Part word{i} 👩‍👩‍👧‍👦\n\nSome **bold** text 🙂 with `code`.\n\n```cs\nvar x{i} = \"<b>\";\n```\n\n| a | b |\n|---|---|\n| {i} | 😀 |\n\n- item\n\n");
        }

        var messages = TelegramMarkdown.Render(markdown.ToString());

        var all = string.Join("\n\n", messages.Select(message => message.Text));
        Assert.All(words, word => Assert.Contains(word + " ", all, StringComparison.Ordinal));
        Assert.Equal(words.Count, messages.Sum(message => message.Entities.Count(entity => entity.Language == "cs")));
        Assert.All(messages, message => Assert.NotEmpty(Markup.Of(message)));
        Assert.True(messages.Count < 20, $"{messages.Count} messages");
    }

    [Fact]
    public void A_block_that_no_message_holds_is_cut_between_lines_and_stays_code()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"  line {i}")).ToList();

        var messages = TelegramMarkdown.Render("```sh\n" + string.Join('\n', lines) + "\n```");

        Assert.Equal(string.Join('\n', lines), string.Concat(messages.Select(message => message.Text)));
        Assert.All(messages, message => Assert.StartsWith("<pre sh>  line ", Markup.Of(message), StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_that_no_message_holds_is_cut_between_characters()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 800));

        var messages = TelegramMarkdown.Render(family);

        Assert.Equal(family, string.Concat(messages.Select(message => message.Text)));
        Assert.All(messages, message => Assert.StartsWith("👩", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void No_message_has_more_entities_than_Telegram_heeds()
    {
        var markdown = string.Join(' ', Enumerable.Range(0, 350).Select(i => $"**b{i}**"));

        var messages = TelegramMarkdown.Render(markdown);

        Assert.Equal(350, messages.Sum(message => message.Entities.Count));
        Assert.All(messages, message => Assert.NotEmpty(Markup.Of(message)));
    }

    [Fact]
    public void What_is_nested_too_deep_for_the_parser_is_plain_text()
    {
        var text = new string('>', 2000) + " deep";

        Assert.Equal(text, Assert.Single(TelegramMarkdown.Render(text)).Text);
    }

    [Fact]
    public void Output_is_shown_as_it_is()
    {
        Assert.Equal("<pre>  *_# `x` \\[\n<b>\t|</pre>", Markup.Of(Assert.Single(TelegramMarkdown.Code("  *_# `x` \\[\r\n<b>\t|\n\n"))));
        Assert.Equal("a\uFFFDb", Assert.Single(TelegramMarkdown.Code("a\uD800b")).Text);
        Assert.Empty(TelegramMarkdown.Code("\n"));
    }

    [Fact]
    public void Whatever_is_written_gives_messages_that_Telegram_takes()
    {
        string[] pieces =
        [
            "word", " ", "\n", "\n\n", "**", "*", "_", "~~", "`", "```", "<b>", "</b>", "<", ">", "[", "](", ")", "http://x", "|", "|---|", "- ", "1. ",
            "> ", "# ", "🙂", "\\", "\uD83D", "&amp;", "\u0000",
        ];

        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 60].Select(string.Concat).Sample(markdown =>
        {
            foreach (var message in TelegramMarkdown.Render(markdown))
            {
                Assert.NotEmpty(Markup.Of(message));
            }
        });
    }
}
