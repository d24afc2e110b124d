using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>The result of a tool call.</summary>
public sealed class ToolResultBlock : ContentBlock
{
    internal ToolResultBlock(JsonElement json)
        : base(json, "tool_result")
    {
        ToolUseId = json.Text("tool_use_id");
        IsError = json.Flag("is_error") ?? false;
        Content = json.Member("content");
    }

    /// <summary>The tool call it answers.</summary>
    public string? ToolUseId { get; }

    /// <summary>Whether the tool failed; a missing member means it did not.</summary>
    public bool IsError { get; }

    /// <summary>The result, verbatim: a string, or an array of blocks.</summary>
    public JsonElement? Content { get; }

    /// <summary>
    /// The result as text: the string, or the text blocks joined by line feeds; other blocks appear as
    /// <c>[type]</c>, so that it shows that something was there.
    /// </summary>
    public string Text => Content switch
    {
        { ValueKind: JsonValueKind.String } text => text.AsText() ?? "",
        { ValueKind: JsonValueKind.Array } array => string.Join('\n', array.EnumerateArray().Select(BlockText)),
        { } other => other.GetRawText(),
        null => "",
    };

    private static string BlockText(JsonElement block) =>
        block.Text("type") == "text" ? block.Text("text") ?? "" : $"[{block.Text("type") ?? "unknown"}]";
}
