using System.Text.Json;
using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Server.Mcp;

/// <summary>What a run does, event by event, in one short line each.</summary>
internal static class RunNotes
{
    private const int Longest = 200;

    // What says most about a tool's call, of the tools that Claude Code has.
    private static readonly string[] TellingInputs = ["command", "file_path", "path", "pattern", "url", "query", "description", "prompt"];

    /// <summary>The line for an event; null for one that says nothing new.</summary>
    public static string? Of(ClaudeEvent @event) => @event switch
    {
        InitEvent init => $"Claude Code works with {init.Model}",
        AssistantEvent { Error: { } error } => $"Claude Code reports {error}",
        AssistantEvent assistant => Line(assistant.Blocks.Select(Of).FirstOrDefault(note => note is not null), assistant.ParentToolUseId),
        ApiRetryEvent retry => $"The model's API failed{(retry.ErrorStatus is { } status ? $" with {status}" : "")}; Claude Code tries again",
        _ => null,
    };

    private static string? Of(ContentBlock block) => block switch
    {
        TextBlock { Text: var text } when !string.IsNullOrWhiteSpace(text) => text,
        ToolUseBlock tool => Of(tool),
        ThinkingBlock => "Claude thinks",
        _ => null,
    };

    private static string Of(ToolUseBlock tool)
    {
        var telling = tool.Input is { ValueKind: JsonValueKind.Object } input
            ? TellingInputs.Select(name => input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                .FirstOrDefault(text => text is not null)
            : null;
        return telling is null ? tool.Name ?? "tool" : $"{tool.Name}: {telling}";
    }

    private static string? Line(string? note, string? parent)
    {
        if (note is null)
        {
            return null;
        }

        var line = string.Join(' ', note.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var text = parent is null ? line : "Agent: " + line;
        return text.Length <= Longest ? text : TextRules.Beginning(text, Longest - 1) + "…";
    }
}
