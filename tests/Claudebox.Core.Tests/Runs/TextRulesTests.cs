using Claudebox.Runs;

namespace Claudebox.Core.Tests.Runs;

public sealed class TextRulesTests
{
    // Attributes are stored as UTF-8, which has no unpaired surrogates; so these strings are in the method.
    [Fact]
    public void Only_paired_surrogates_are_well_formed()
    {
        string[] good = ["", "plain", "🙂 pair 🙂"];
        string[] bad = ["high \ud83d alone", "low \ude42 alone", "\ude42\ud83d", "ends \ud83d"];

        Assert.All(good, text => Assert.True(TextRules.IsWellFormed(text)));
        Assert.All(bad, text => Assert.False(TextRules.IsWellFormed(text)));
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab🙂", 3, "ab")]
    [InlineData("a🙂b", 3, "a🙂")]
    public void A_beginning_ends_between_characters(string text, int length, string expected) =>
        Assert.Equal(expected, TextRules.Beginning(text, length));

    [Fact]
    public void A_request_with_half_a_character_is_refused_by_field()
    {
        var request = new RunRequest { Prompt = "x", AppendSystemPrompt = "\ud83d", Environment = new Dictionary<string, string> { ["A"] = "\ud83d" } };

        var refused = Assert.Throws<ClaudeboxException>(() => RunRequestRules.Check(request));

        Assert.Equal(["appendSystemPrompt", "environment.A"], refused.Failure.Fields!.Keys);
    }
}
