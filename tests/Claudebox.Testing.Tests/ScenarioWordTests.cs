using System.Text;

namespace Claudebox.Testing.Tests;

public sealed class ScenarioWordTests
{
    [Fact]
    public void A_prompt_without_a_word_has_none() => Assert.Null(ScenarioWord.Find("please [simulate] sim:text"));

    [Fact]
    public void A_word_is_found_amid_quotes_newlines_and_unicode()
    {
        var word = ScenarioWord.Find("\"quoted\" 'and'\n日本語 🙂 $(x) [sim:long deltas=200\tdelay=10 ] ] [sim:text]");

        Assert.Equal("long", word!.Name);
        Assert.Equal([new("deltas", "200"), new("delay", "10")], word.Parameters);
    }

    [Theory]
    [InlineData("""[sim:bash command="echo hi; sleep 30"]""", "echo hi; sleep 30")]
    [InlineData("""[sim:bash command="say \"x\" ]"]""", "say \"x\" ]")]
    [InlineData("""[sim:bash command='{"a": "it\'s"}']""", "{\"a\": \"it's\"}")]
    [InlineData("[sim:bash command=\"two\nlines\"]", "two\nlines")]
    [InlineData("""[sim:bash command="\\ \n\t\r \u00e9"]""", "\\ \n\t\r é")]
    [InlineData("""[sim:bash command=$(a)\b]""", "$(a)\\b")]
    [InlineData("""[sim:bash command=""]""", "")]
    public void Values_are_read_as_written(string prompt, string expected) =>
        Assert.Equal(expected, new ScenarioArguments(ScenarioWord.Find(prompt)!).Required("command"));

    [Theory]
    [InlineData("[sim:]")]
    [InlineData("[sim:text")]
    [InlineData("[sim:Text]")]
    [InlineData("[sim:text text]")]
    [InlineData("[sim:text text=]")]
    [InlineData("[sim:text text=\"open]")]
    [InlineData("[sim:text text=a\"b\"]")]
    [InlineData("[sim:text text=\"\\x\"]")]
    [InlineData("[sim:text text=\"\\u12\"]")]
    [InlineData("[sim:text text=\"a\"b=c]")]
    public void What_breaks_the_grammar_is_an_error(string prompt) =>
        Assert.Throws<ScenarioWordException>(() => ScenarioWord.Find(prompt));

    [Fact]
    public void A_written_word_reads_back_whatever_its_values()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var word = new ScenarioWord("bash").With("a", RandomText(random)).With("b", RandomText(random)).With("n", round);

            var read = ScenarioWord.Find(RandomText(random).Replace('[', '(') + word + RandomText(random));

            Assert.Equal(word.Name, read!.Name);
            Assert.Equal(word.Parameters, read.Parameters);
        }
    }

    [Theory]
    [InlineData("size=500", 500)]
    [InlineData("size=64KB", 65_536)]
    [InlineData("size=20MB", 20_971_520)]
    [InlineData("", 7)]
    public void Sizes_have_units(string parameter, int expected) =>
        Assert.Equal(expected, new ScenarioArguments(ScenarioWord.Find($"[sim:big {parameter}]")!).Bytes("size", 7));

    [Theory]
    [InlineData("size=3000MB")]
    [InlineData("size=20GB")]
    [InlineData("size=-1")]
    public void Sizes_that_are_none_are_errors(string parameter) =>
        Assert.Throws<ScenarioWordException>(() => new ScenarioArguments(ScenarioWord.Find($"[sim:big {parameter}]")!).Bytes("size", 7));

    private static string RandomText(Random random)
    {
        const string alphabet = "ab \"'\\]=\n\r\tné日u0$";
        var text = new StringBuilder("🙂");
        for (var length = random.Next(12); length > 0; length--)
        {
            text.Append(alphabet[random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }
}
