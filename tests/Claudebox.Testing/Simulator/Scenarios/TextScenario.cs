namespace Claudebox.Testing;

/// <summary><c>sim:text</c>.</summary>
public sealed class TextScenario() : Scenario(
    "text", "A plain text.", "[sim:text text=\"Hello, world\"]",
    new("text", "the text (`OK`)"), new("stop", "`stop_reason`, for example `refusal` or `max_tokens` (`end_turn`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) =>
        MessageAnswer.OfText(arguments.Text("text") ?? "OK") with { StopReason = arguments.Text("stop") ?? StopReason.EndTurn };
}
