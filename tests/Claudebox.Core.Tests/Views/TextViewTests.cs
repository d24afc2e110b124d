using Claudebox.Core.Tests.Support;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Views;

/// <summary>Format <c>text</c> prints what the CLI's own text mode prints.</summary>
public sealed class TextViewTests
{
    [Theory]
    [InlineData("streamjson-plain", "text-plain")]
    [InlineData("streamjson-partial", "text-plain")]
    [InlineData("err400", "err400-text")]
    [InlineData("nocreds", "nocreds-text")]
    public void A_stream_gives_what_text_mode_printed_for_the_same_scenario(string stream, string text) =>
        Assert.Equal(Recording.Text(text), Render.Recorded(stream, OutputFormat.Text));

    [Fact]
    public void Only_the_last_text_is_printed() =>
        Assert.Equal("The command printed hi.\n", Render.Recorded("tool-bash", OutputFormat.Text));

    [Fact]
    public void The_answer_to_a_schema_is_printed_as_compact_json() =>
        Assert.Equal("{\"name\":\"Bob\",\"age\":42}\n", Render.Recorded("schema-ok", OutputFormat.Text));

    [Fact]
    public void The_last_of_several_results_counts() =>
        Assert.Equal("second\n", Render.Lines(
            ["""{"type":"result","result":"first"}""", """{"type":"result","result":"second"}"""], OutputFormat.Text));

    [Theory]
    [InlineData("maxturns-2")]
    [InlineData("sig-SIGTERM-bash")]
    [InlineData("io-badjson")]
    public void Without_a_result_text_nothing_is_printed(string recording) =>
        Assert.Equal("", Render.Recorded(recording, OutputFormat.Text));

    [Fact]
    public void Unpaired_surrogates_and_other_scripts_are_printed_as_utf8() =>
        Assert.Equal("ä 😀 \ufffd\n", Render.Lines(["""{"type":"result","result":"ä \ud83d\ude00 \ud83d"}"""], OutputFormat.Text));
}
