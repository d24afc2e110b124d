namespace Claudebox.Testing;

/// <summary><c>sim:expensive</c>.</summary>
public sealed class ExpensiveScenario() : Scenario(
    "expensive", "Bash calls one after another, each answer with a high claimed usage, then a text: for budgets.", "[sim:expensive steps=5 output=30000]",
    new("steps", "how many calls (5)"), new("command", "the command of each (`true`)"), new("text", "the final text (`That was expensive.`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        var answer = turn.ToolResults.Count < arguments.Number("steps", 5)
            ? MessageAnswer.Of(ToolCall.Bash(arguments.Text("command") ?? "true"))
            : MessageAnswer.OfText(arguments.Text("text") ?? "That was expensive.");
        return answer with { Usage = new TokenUsage(Output: 30_000) };
    }
}
