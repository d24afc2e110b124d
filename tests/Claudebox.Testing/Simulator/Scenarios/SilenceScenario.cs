namespace Claudebox.Testing;

/// <summary><c>sim:silence</c>.</summary>
public sealed class SilenceScenario() : Scenario("silence", "Not even response headers until the client leaves.", "[sim:silence]")
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => new SilentAnswer();
}
