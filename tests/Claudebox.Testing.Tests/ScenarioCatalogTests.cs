namespace Claudebox.Testing.Tests;

public sealed class ScenarioCatalogTests
{
    [Fact]
    public void SCENARIOS_md_lists_every_scenario()
    {
        var document = File.ReadAllText(Repository.PathOf("tests", "Claudebox.Testing", "SCENARIOS.md")).ReplaceLineEndings("\n");

        Assert.True(document.Contains(ScenarioCatalog.ToMarkdown(), StringComparison.Ordinal), "It should hold:\n" + ScenarioCatalog.ToMarkdown());
    }

    [Fact]
    public void Every_example_is_answered_without_complaint() =>
        Assert.All(ScenarioCatalog.All, scenario =>
        {
            var answer = ScenarioCatalog.Answer(Turn(scenario.Example));

            Assert.Equal(scenario.Name, ScenarioWord.Find(scenario.Example)!.Name);
            Assert.True(answer is not ErrorAnswer { Status: 400 });
        });

    [Theory]
    [InlineData("[sim:nothing]", "There is no scenario 'nothing'.")]
    [InlineData("[sim:text txet=a]", "sim:text has no parameter 'txet'.")]
    [InlineData("[sim:bash]", "sim:bash needs the parameter 'command'.")]
    [InlineData("[sim:long deltas=many]", "sim:long: deltas='many' is not a whole number.")]
    [InlineData("[sim:schema json=7]", "sim:schema: json='7' is not a JSON object.")]
    [InlineData("[sim:error status=200]", "sim:error: status='200' is not an error status.")]
    public void A_wrong_word_is_a_bad_request_that_says_why(string prompt, string message)
    {
        var error = Assert.IsType<ErrorAnswer>(ScenarioCatalog.Answer(Turn(prompt)));

        Assert.Equal((400, message), (error.Status, error.Message));
    }

    [Fact]
    public void Without_a_word_the_start_of_the_prompt_is_echoed_and_no_character_halved()
    {
        var prompt = new string('x', 199) + "🙂";

        var answer = Assert.IsType<MessageAnswer>(ScenarioCatalog.Answer(Turn(prompt)));

        Assert.Equal("You said: " + new string('x', 199), string.Concat(Assert.IsType<TextBlock>(Assert.Single(answer.Content)).Deltas));
    }

    [Fact]
    public void Stop_reasons_follow_the_content()
    {
        Assert.Equal("tool_use", Assert.IsType<MessageAnswer>(ScenarioCatalog.Answer(Turn("[sim:bash command=ls say=hm]"))).StopReason);
        Assert.Equal("end_turn", Assert.IsType<MessageAnswer>(ScenarioCatalog.Answer(Turn("[sim:text]"))).StopReason);
        Assert.Equal("refusal", Assert.IsType<MessageAnswer>(ScenarioCatalog.Answer(Turn("[sim:text stop=refusal]"))).StopReason);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(100_000, 16_384)]
    [InlineData(100_000, 7)]
    public void Deterministic_text_is_the_same_in_any_pieces(int length, int pieceLength)
    {
        var text = string.Concat(DeterministicText.Pieces(length, pieceLength));

        Assert.Equal(length, text.Length);
        Assert.Equal(DeterministicText.Sha256(length), DeterministicText.Sha256(text));
        Assert.Equal(text, text.Trim());
    }

    private static ModelTurn Turn(string prompt) => new() { Prompt = prompt, Answers = 0, Attempt = 1, Notifications = [], ToolResults = [] };
}
