using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>user</c>: a tool’s result, or a message that the CLI put into the conversation.</summary>
public sealed class UserEvent : ClaudeEvent
{
    internal UserEvent(EventSource source)
        : base(source)
    {
        Blocks = ContentBlock.ReadAll(source.Json.ObjectMember("message")?.Member("content"));
        ToolUseResult = source.Json.Member("tool_use_result");
        IsReplay = source.Json.Flag("isReplay") ?? false;
        IsSynthetic = source.Json.Flag("isSynthetic") ?? false;
    }

    /// <summary>The content; plain text is one text block.</summary>
    public IReadOnlyList<ContentBlock> Blocks { get; }

    /// <summary>The tool’s own result: an object on success, a string on failure.</summary>
    public JsonElement? ToolUseResult { get; }

    /// <summary>Whether it repeats what was sent.</summary>
    public bool IsReplay { get; }

    /// <summary>Whether the CLI made it up.</summary>
    public bool IsSynthetic { get; }
}
