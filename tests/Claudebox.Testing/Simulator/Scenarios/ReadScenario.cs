namespace Claudebox.Testing;

/// <summary><c>sim:read</c>.</summary>
public sealed class ReadScenario() : SingleToolScenario(
    "read", "A Read call, then a text.", "[sim:read path=/workspace/a.txt]", new ScenarioParameter("path", "the absolute path (required)"))
{
    /// <inheritdoc/>
    protected override ToolUseBlock Call(ScenarioArguments arguments) => ToolCall.Read(arguments.Required("path"));
}
