namespace Claudebox.Testing;

/// <summary>A scenario that calls one tool, waits for its result and then answers with text.</summary>
public abstract class SingleToolScenario(string name, string summary, string example, params IReadOnlyList<ScenarioParameter> parameters)
    : Scenario(name, summary, example, [.. parameters, new("say", "a text block before the call (none)"), new("text", "the final text (the tool's result)")])
{
    /// <inheritdoc/>
    public sealed override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        if (turn.ToolResults.Count > 0)
        {
            return Quotation.OfResults(turn, arguments.Text("text"));
        }

        var call = Call(arguments);
        return arguments.Text("say") is { } said ? MessageAnswer.Of(new TextBlock(said), call) : MessageAnswer.Of(call);
    }

    /// <summary>The call.</summary>
    /// <exception cref="ScenarioWordException">A parameter is missing.</exception>
    protected abstract ToolUseBlock Call(ScenarioArguments arguments);
}
