namespace Claudebox.Testing;

/// <summary><c>sim:schema-never</c>.</summary>
public sealed class SchemaNeverScenario() : Scenario(
    "schema-never", "A plain text although a schema is given, also after Claude Code insists.", "[sim:schema-never]",
    new ScenarioParameter("text", "the text (`I would rather not.`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.OfText(arguments.Text("text") ?? "I would rather not.");
}
