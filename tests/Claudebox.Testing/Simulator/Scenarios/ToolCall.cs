using System.Text.Json.Nodes;

namespace Claudebox.Testing;

/// <summary>Calls of Claude Code's built-in tools, in the shape of their input schemas.</summary>
internal static class ToolCall
{
    public static ToolUseBlock Bash(string command, bool inBackground = false)
    {
        var input = new JsonObject { ["command"] = command, ["description"] = "Run the scenario's command" };
        if (inBackground)
        {
            input["run_in_background"] = true;
        }

        return new ToolUseBlock("Bash", input);
    }

    public static ToolUseBlock Write(string path, string content) => new("Write", new() { ["file_path"] = path, ["content"] = content });

    public static ToolUseBlock Read(string path) => new("Read", new() { ["file_path"] = path });

    public static ToolUseBlock Agent(string prompt) => new("Agent", new()
    {
        ["description"] = "Do the scenario's work",
        ["prompt"] = prompt,
        ["subagent_type"] = "general-purpose",
    });

    public static ToolUseBlock StructuredOutput(JsonObject input) => new("StructuredOutput", input);
}
