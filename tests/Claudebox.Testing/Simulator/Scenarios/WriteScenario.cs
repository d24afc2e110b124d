namespace Claudebox.Testing;

/// <summary><c>sim:write</c>.</summary>
public sealed class WriteScenario() : SingleToolScenario(
    "write", "A Write call, then a text.", "[sim:write path=/workspace/a.txt content=\"one\\ntwo\"]",
    new("path", "the absolute path (required)"), new("content", "the content (`written by a scenario`)"))
{
    /// <inheritdoc/>
    protected override ToolUseBlock Call(ScenarioArguments arguments) =>
        ToolCall.Write(arguments.Required("path"), arguments.Text("content") ?? "written by a scenario");
}
