using System.Text.Json;

namespace Claudebox.Testing;

/// <summary>The <c>messages</c> and <c>system</c> of a Messages API request, read leniently: what has another shape counts as empty.</summary>
internal sealed class Conversation
{
    private readonly List<JsonElement> _messages;
    private readonly int _promptIndex;

    public Conversation(JsonElement body)
    {
        _messages = body.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array ? [.. messages.EnumerateArray()] : [];
        SystemText = body.TryGetProperty("system", out var system) ? string.Join('\n', TextsOf(system)) : "";
        _promptIndex = _messages.FindLastIndex(message => RoleOf(message) == "user" && HumanTextsOf(message).Any());
        // Claude Code drops the failed answer to an earlier prompt and then sends both prompts as texts of one message.
        Prompt = _promptIndex < 0 ? "" : HumanTextsOf(_messages[_promptIndex]).Last();
        var last = _messages.FindLastIndex(message => RoleOf(message) == "user");
        LastUserText = last < 0 ? "" : string.Join('\n', TextsOf(ContentOf(_messages[last])));
    }

    public string Prompt { get; }

    public string LastUserText { get; }

    public string SystemText { get; }

    public int Length => _messages.Count;

    private IEnumerable<JsonElement> SincePrompt => _messages.Skip(_promptIndex + 1);

    public ModelTurn ToTurn(int attempt) => new()
    {
        Prompt = Prompt,
        Answers = SincePrompt.Count(message => RoleOf(message) == "assistant"),
        ToolResults = ToolResultsInCallOrder(),
        Notifications = [.. SincePrompt.SelectMany(message => TextsOf(ContentOf(message))).Where(IsNotification)],
        Attempt = attempt,
    };

    // Claude Code sends the results of parallel calls in the order of their completion.
    private List<ToolResult> ToolResultsInCallOrder()
    {
        var calls = SincePrompt.Where(message => RoleOf(message) == "assistant")
            .SelectMany(message => BlocksOf(message, "tool_use")).Select(block => StringOf(block, "id")).ToList();
        return [.. SincePrompt.SelectMany(ToolResultsOf).OrderBy(result => calls.IndexOf(result.ToolUseId))];
    }

    private static bool IsNotification(string text) => text.TrimStart().StartsWith(HarnessText.TaskNotification, StringComparison.Ordinal);

    private static string? RoleOf(JsonElement message) => StringOf(message, "role");

    private static JsonElement ContentOf(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out var content) ? content : default;

    private static IEnumerable<string> HumanTextsOf(JsonElement message) => TextsOf(ContentOf(message)).Where(text => !HarnessText.Is(text));

    private static IEnumerable<string> TextsOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => [content.GetString()!],
        JsonValueKind.Array => content.EnumerateArray().Where(block => StringOf(block, "type") == "text").Select(block => StringOf(block, "text") ?? ""),
        _ => [],
    };

    private static IEnumerable<JsonElement> BlocksOf(JsonElement message, string type)
    {
        var content = ContentOf(message);
        return content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().Where(block => StringOf(block, "type") == type) : [];
    }

    private static IEnumerable<ToolResult> ToolResultsOf(JsonElement message)
    {
        foreach (var block in BlocksOf(message, "tool_result"))
        {
            var text = block.TryGetProperty("content", out var inner) ? string.Join('\n', TextsOf(inner)) : "";
            var isError = block.TryGetProperty("is_error", out var flag) && flag.ValueKind == JsonValueKind.True;
            yield return new ToolResult(StringOf(block, "tool_use_id") ?? "", text, isError);
        }
    }

    private static string? StringOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
