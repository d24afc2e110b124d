namespace Claudebox.Testing;

/// <summary><c>sim:empty</c>.</summary>
public sealed class EmptyScenario() : Scenario("empty", "A message without content.", "[sim:empty]")
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.Of();
}
