namespace Claudebox.Testing;

/// <summary><c>sim:thinking</c>.</summary>
public sealed class ThinkingScenario() : Scenario(
    "thinking", "Thinking, then a text.", "[sim:thinking thinking=\"Let me see.\" text=42]",
    new("thinking", "the thinking (`Let me think.`)"), new("text", "the text (`I thought about it.`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.Of(
        new ThinkingBlock(arguments.Text("thinking") ?? "Let me think."),
        new TextBlock(arguments.Text("text") ?? "I thought about it."));
}
