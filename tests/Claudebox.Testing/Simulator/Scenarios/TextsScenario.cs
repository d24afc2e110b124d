namespace Claudebox.Testing;

/// <summary><c>sim:texts</c>.</summary>
public sealed class TextsScenario() : Scenario(
    "texts", "Several text blocks in one message.", "[sim:texts text=one text=two]", new ScenarioParameter("text", "a block; repeat it (`one`, `two`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        var texts = arguments.All("text") is { Count: > 0 } given ? given : ["one", "two"];
        return MessageAnswer.Of([.. texts.Select(text => new TextBlock(text))]);
    }
}
