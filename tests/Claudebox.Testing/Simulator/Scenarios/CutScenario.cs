namespace Claudebox.Testing;

/// <summary><c>sim:cut</c>.</summary>
public sealed class CutScenario() : Scenario(
    "cut", "The connection dies after some text; Claude Code reports that, or tries again if the text block was still open.", "[sim:cut open=true]",
    new("text", "the text before that (`The connection dies`)"), new("open", "whether the text block is still open: true or false (false)"),
    new("after", "milliseconds after the text, for the client to read it (300, or 0 with `until`)"), new("until", "the end comes only after `ModelSimulator.OpenGate` with this name"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.OfText(arguments.Text("text") ?? "The connection dies") with
    {
        Ending = AnswerEnding.ConnectionCut,
        LeavesBlockOpen = arguments.Flag("open") ?? false,
        EndingWait = arguments.Milliseconds("after", arguments.Text("until") is null ? 300 : 0),
        EndingGate = arguments.Text("until"),
    };
}
