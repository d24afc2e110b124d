namespace Claudebox.Testing;

/// <summary><c>sim:tool</c>.</summary>
public sealed class ToolScenario() : SingleToolScenario(
    "tool", "A call of any tool, for example one of an MCP server, then a text.", "[sim:tool name=mcp__box__list_files arguments='{\"path\": \"a\"}']",
    new ScenarioParameter("name", "the tool (required)"),
    new ScenarioParameter("arguments", "its input, a JSON object (required)"))
{
    /// <inheritdoc/>
    protected override ToolUseBlock Call(ScenarioArguments arguments) => new(arguments.Required("name"), arguments.JsonObject("arguments"));
}
