using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>A block of a message's content.</summary>
public abstract class ContentBlock
{
    private protected ContentBlock(JsonElement json, string type)
    {
        Json = json;
        Type = type;
    }

    /// <summary>The block as it came; for plain text the string.</summary>
    public JsonElement Json { get; }

    /// <summary>The block's <c>type</c>.</summary>
    public string Type { get; }

    internal static IReadOnlyList<ContentBlock> ReadAll(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => [new TextBlock(text, text.AsText() ?? "")],
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(Read)],
        _ => [],
    };

    private static ContentBlock Read(JsonElement block) => block.Text("type") switch
    {
        "text" => new TextBlock(block, block.Text("text") ?? ""),
        "thinking" => new ThinkingBlock(block),
        "tool_use" => new ToolUseBlock(block),
        "tool_result" => new ToolResultBlock(block),
        var other => new OtherBlock(block, other ?? ""),
    };
}
