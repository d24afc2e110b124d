namespace Claudebox.Testing;

/// <summary><c>sim:background</c>.</summary>
public sealed class BackgroundScenario() : Scenario(
    "background", "A Bash call in the background, then a text; once Claude Code reports the end of the task, another text.",
    "[sim:background command=\"sleep 2; echo done\"]",
    new("command", "the command (required)"),
    new("text", "the text of the first turn (`Started in the background.`)"),
    new("done", "the text after the report (`The background task ended.`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => turn switch
    {
        { Notifications.Count: > 0 } => MessageAnswer.OfText(arguments.Text("done") ?? "The background task ended."),
        { ToolResults.Count: > 0 } => MessageAnswer.OfText(arguments.Text("text") ?? "Started in the background."),
        _ => MessageAnswer.Of(ToolCall.Bash(arguments.Required("command"), inBackground: true)),
    };
}
