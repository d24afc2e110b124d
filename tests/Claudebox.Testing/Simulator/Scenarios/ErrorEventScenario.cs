namespace Claudebox.Testing;

/// <summary><c>sim:error-event</c>.</summary>
public sealed class ErrorEventScenario() : Scenario(
    "error-event", "An SSE event `error` (overloaded) after some text.", "[sim:error-event]", new ScenarioParameter("text", "the text before that (`An error follows`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) =>
        MessageAnswer.OfText(arguments.Text("text") ?? "An error follows") with { Ending = AnswerEnding.ErrorEvent };
}
