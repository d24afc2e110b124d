namespace Claudebox.Testing;

/// <summary><c>sim:steps</c>.</summary>
public sealed class StepsScenario() : Scenario(
    "steps", "Several Bash calls, each in a message of its own after the result of the one before, then a text that quotes all results.",
    "[sim:steps command=\"echo one\" command=\"echo two\"]",
    new("command", "a command; repeat it (`echo one`, `echo two`, `echo three`)"), new("text", "the final text (the results)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        var commands = arguments.All("command") is { Count: > 0 } given ? given : ["echo one", "echo two", "echo three"];
        return turn.ToolResults.Count < commands.Count
            ? MessageAnswer.Of(ToolCall.Bash(commands[turn.ToolResults.Count]))
            : Quotation.OfResults(turn, arguments.Text("text"));
    }
}
