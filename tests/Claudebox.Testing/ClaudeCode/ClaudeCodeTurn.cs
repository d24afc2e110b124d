using System.Text.Json;

namespace Claudebox.Testing;

/// <summary>What Claude Code emitted for one prompt.</summary>
/// <param name="Lines">Its lines, parsed, the <c>result</c> last.</param>
public sealed record ClaudeCodeTurn(IReadOnlyList<JsonElement> Lines)
{
    /// <summary>The <c>result</c> line.</summary>
    public JsonElement Result => Lines[^1];

    /// <summary>The result's text; null when it has none, as after <c>error_…</c> subtypes.</summary>
    public string? Text => Result.TryGetProperty("result", out var text) ? text.GetString() : null;

    /// <summary>The result's <c>subtype</c>.</summary>
    public string Subtype => Result.GetProperty("subtype").GetString()!;

    /// <summary>The result's <c>is_error</c>.</summary>
    public bool IsError => Result.GetProperty("is_error").GetBoolean();

    /// <summary>The result's <c>api_error_status</c>.</summary>
    public int? ErrorStatus => Result.TryGetProperty("api_error_status", out var status) && status.ValueKind == JsonValueKind.Number ? status.GetInt32() : null;

    /// <summary>The content blocks of a type in <c>assistant</c> or <c>user</c> lines, in their order.</summary>
    public IEnumerable<JsonElement> Blocks(string type) =>
        from line in Lines
        where line.GetProperty("type").GetString() is "assistant" or "user"
        let content = line.GetProperty("message").GetProperty("content")
        where content.ValueKind == JsonValueKind.Array
        from block in content.EnumerateArray()
        where block.GetProperty("type").GetString() == type
        select block;

    /// <summary>The lines of a type and, if given, a subtype.</summary>
    public IEnumerable<JsonElement> Events(string type, string? subtype = null) => Lines.Where(line =>
        line.GetProperty("type").GetString() == type
        && (subtype is null || (line.TryGetProperty("subtype", out var found) && found.GetString() == subtype)));
}
