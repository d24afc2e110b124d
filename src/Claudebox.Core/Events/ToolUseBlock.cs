using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>A call of a tool.</summary>
public sealed class ToolUseBlock : ContentBlock
{
    internal ToolUseBlock(JsonElement json)
        : base(json, "tool_use")
    {
        Id = json.Text("id");
        Name = json.Text("name");
        Input = json.Member("input");
    }

    /// <summary>The id that the result refers to.</summary>
    public string? Id { get; }

    /// <summary>The tool.</summary>
    public string? Name { get; }

    /// <summary>The tool's input, verbatim.</summary>
    public JsonElement? Input { get; }
}
