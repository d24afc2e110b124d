namespace Claudebox.Testing;

/// <summary><c>sim:bash</c>.</summary>
public sealed class BashScenario() : SingleToolScenario(
    "bash", "A Bash call, then a text.", "[sim:bash command=\"echo hi; sleep 30\"]", new ScenarioParameter("command", "the command (required)"))
{
    /// <inheritdoc/>
    protected override ToolUseBlock Call(ScenarioArguments arguments) => ToolCall.Bash(arguments.Required("command"));
}
