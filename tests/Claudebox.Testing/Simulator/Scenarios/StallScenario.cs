namespace Claudebox.Testing;

/// <summary><c>sim:stall</c>.</summary>
public sealed class StallScenario() : Scenario(
    "stall", "One delta of text, then nothing more until the client leaves.", "[sim:stall]", new ScenarioParameter("text", "the text before that (`Nothing follows`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) =>
        MessageAnswer.OfText(arguments.Text("text") ?? "Nothing follows") with { Ending = AnswerEnding.Silence, LeavesBlockOpen = true };
}
