using Claudebox.Events;
using Claudebox.Objects;
using Claudebox.Views;

namespace Claudebox;

/// <summary>A call of a tool; type <c>tool_use</c>.</summary>
public sealed class ClaudeboxToolUse : ClaudeboxEvent
{
    internal ClaudeboxToolUse(AssistantEvent source, ToolUseBlock block, EventOrigin origin)
        : base(source, origin, block.Type)
    {
        Tool = block.Name ?? "";
        ToolUseId = block.Id;
        Input = block.Input is { } input ? JsonObjects.ToObject(input) : null;
        Text = block.Input is { } json ? ToolSummary.Of(json) : "";
        Model = source.Model;
    }

    /// <summary>The tool, e.g. <c>Bash</c>.</summary>
    public string Tool { get; }

    /// <summary>The id that the result refers to.</summary>
    public string? ToolUseId { get; }

    /// <summary>The tool's input: an object with the tool's own member names.</summary>
    public object? Input { get; }

    /// <summary>The input's telling part, e.g. the command or the path.</summary>
    public override string Text { get; }

    /// <summary>The model.</summary>
    public string? Model { get; }
}
