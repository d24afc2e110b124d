namespace Claudebox.Testing;

/// <summary><c>sim:parallel</c>.</summary>
public sealed class ParallelScenario() : Scenario(
    "parallel", "Several Bash calls in one message, then a text that quotes their results.", "[sim:parallel command=\"echo one\" command=\"echo two\"]",
    new("command", "a command; repeat it (`echo one`, `echo two`, `echo three`)"), new("text", "the final text (the results)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        if (turn.ToolResults.Count > 0)
        {
            return Quotation.OfResults(turn, arguments.Text("text"));
        }

        var commands = arguments.All("command") is { Count: > 0 } given ? given : ["echo one", "echo two", "echo three"];
        return MessageAnswer.Of([.. commands.Select(command => ToolCall.Bash(command))]);
    }
}
