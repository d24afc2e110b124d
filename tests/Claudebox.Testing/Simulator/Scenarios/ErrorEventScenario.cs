namespace Claudebox.Testing;

/// <summary><c>sim:error-event</c>.</summary>
public sealed class ErrorEventScenario() : Scenario(
    "error-event", "An SSE event `error` (overloaded) after some text; Claude Code reports that, or tries again if the text block was still open.", "[sim:error-event open=true]",
    new("text", "the text before that (`An error follows`)"), new("open", "whether the text block is still open: true or false (false)"),
    new("after", "milliseconds after the text, for the client to read it (300, or 0 with `until`)"), new("until", "the end comes only after `ModelSimulator.OpenGate` with this name"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.OfText(arguments.Text("text") ?? "An error follows") with
    {
        Ending = AnswerEnding.ErrorEvent,
        LeavesBlockOpen = arguments.Flag("open") ?? false,
        EndingWait = arguments.Milliseconds("after", arguments.Text("until") is null ? 300 : 0),
        EndingGate = arguments.Text("until"),
    };
}
