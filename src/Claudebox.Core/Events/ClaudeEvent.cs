using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>
/// One line of Claude Code's stream-json (claude-cli.md §14). Known types have classes of their own with their
/// members; all keep the line and its JSON, so that nothing of a newer CLI is lost.
/// </summary>
public abstract class ClaudeEvent
{
    private protected ClaudeEvent(EventSource source)
    {
        Line = source.Line;
        Json = source.Json;
        Type = source.Type;
        Subtype = source.Json.Text("subtype");
        SessionId = source.Json.Text("session_id");
        Uuid = source.Json.Text("uuid");
        ParentToolUseId = source.Json.Text("parent_tool_use_id");
    }

    /// <summary>The line as Claude Code wrote it, without its line feed.</summary>
    public ReadOnlyMemory<byte> Line { get; }

    /// <summary>The line as JSON; undefined when it is none.</summary>
    public JsonElement Json { get; }

    /// <summary>The line's <c>type</c>; empty when the line is not a JSON object with one.</summary>
    public string Type { get; }

    /// <summary>The line's <c>subtype</c>.</summary>
    public string? Subtype { get; }

    /// <summary>Claude Code's session.</summary>
    public string? SessionId { get; }

    /// <summary>Claude Code's id of this event.</summary>
    public string? Uuid { get; }

    /// <summary>The Agent tool call this event belongs to; null in the main conversation.</summary>
    public string? ParentToolUseId { get; }

    /// <summary>Whether the line appears in streams only when partial messages are asked for (design section 4).</summary>
    public virtual bool IsPartial => false;

    /// <summary>Reads a line. It never throws: what is not understood is an <see cref="UnknownEvent"/>.</summary>
    /// <param name="line">One line in UTF-8; it must not change afterwards.</param>
    /// <returns>The event.</returns>
    public static ClaudeEvent Parse(ReadOnlyMemory<byte> line)
    {
        JsonElement json;
        try
        {
            json = JsonDocument.Parse(Utf8Text.Repair(line), new JsonDocumentOptions { MaxDepth = 512 }).RootElement;
        }
        catch (JsonException)
        {
            return new UnknownEvent(new EventSource(line, default, ""));
        }

        var source = new EventSource(line, json, json.Text("type") ?? "");
        return source.Type switch
        {
            "system" => SystemEvent.Read(source),
            "assistant" => new AssistantEvent(source),
            "user" => new UserEvent(source),
            "stream_event" => new StreamEvent(source),
            "result" => new ResultEvent(source),
            "rate_limit_event" => new RateLimitEvent(source),
            "control_request" => new ControlRequestEvent(source),
            "control_response" => new ControlResponseEvent(source),
            "transcript_mirror" => new TranscriptMirrorEvent(source),
            _ => new UnknownEvent(source),
        };
    }
}
