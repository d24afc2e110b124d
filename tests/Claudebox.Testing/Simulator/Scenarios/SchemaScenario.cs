namespace Claudebox.Testing;

/// <summary><c>sim:schema</c>.</summary>
public sealed class SchemaScenario() : Scenario(
    "schema", "Calls the tool StructuredOutput of a prompt with a JSON schema.", "[sim:schema json='{\"answer\": 42}' bad=1]",
    new("json", "the object (required)"),
    new("bad", "how many calls before it carry `{\"unexpected\": true}` instead, or `always` (0)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        var bad = arguments.Text("bad") == "always" ? int.MaxValue : arguments.Number("bad", 0);
        return MessageAnswer.Of(ToolCall.StructuredOutput(turn.Answers < bad ? new() { ["unexpected"] = true } : arguments.JsonObject("json")));
    }
}
