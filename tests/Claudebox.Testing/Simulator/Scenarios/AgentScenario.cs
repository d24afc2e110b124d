namespace Claudebox.Testing;

/// <summary><c>sim:agent</c>.</summary>
public sealed class AgentScenario() : SingleToolScenario(
    "agent", "An Agent call, then a text; the sub-agent makes one Bash call and answers with its result, unless told otherwise.",
    "[sim:agent command=\"echo from inside\"]",
    new("command", "the sub-agent's command (`echo sub-agent`)"), new("prompt", "the sub-agent's whole prompt, which may hold a word of its own (a `bash` word)"))
{
    /// <inheritdoc/>
    protected override ToolUseBlock Call(ScenarioArguments arguments) => ToolCall.Agent(
        arguments.Text("prompt") ?? new ScenarioWord("bash").With("command", arguments.Text("command") ?? "echo sub-agent").ToString());
}
