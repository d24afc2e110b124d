namespace Claudebox.Testing;

/// <summary><c>sim:cut</c>.</summary>
public sealed class CutScenario() : Scenario(
    "cut", "The connection dies after some text.", "[sim:cut]", new ScenarioParameter("text", "the text before that (`The connection dies`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) =>
        MessageAnswer.OfText(arguments.Text("text") ?? "The connection dies") with { Ending = AnswerEnding.ConnectionCut };
}
