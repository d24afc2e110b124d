using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>What a tool answered; type <c>tool_result</c>.</summary>
public sealed class ClaudeboxToolResult : ClaudeboxEvent
{
    internal ClaudeboxToolResult(UserEvent source, ToolResultBlock block, string? tool, EventOrigin origin)
        : base(source, origin, block.Type)
    {
        Tool = tool;
        ToolUseId = block.ToolUseId;
        IsError = block.IsError;
        Text = block.Text;
        Output = source.ToolUseResult is { } output ? JsonObjects.ToObject(output) : null;
    }

    /// <summary>The tool, when its call was seen.</summary>
    public string? Tool { get; }

    /// <summary>The call that is answered.</summary>
    public string? ToolUseId { get; }

    /// <summary>Whether the tool failed.</summary>
    public bool IsError { get; }

    /// <summary>The answer as Claude sees it.</summary>
    public override string Text { get; }

    /// <summary>The tool's own result: an object, e.g. with <c>stdout</c> and <c>stderr</c>, or a text on failure.</summary>
    public object? Output { get; }
}
