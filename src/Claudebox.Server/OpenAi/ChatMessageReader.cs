using System.Text.Json;

namespace Claudebox.Server.OpenAi;

/// <summary>Reads the messages of a chat request, in all the forms that clients send.</summary>
internal static class ChatMessageReader
{
    /// <summary>Reads the member <c>messages</c>.</summary>
    public static IReadOnlyList<ChatMessage> Read(JsonElement root)
    {
        var messages = root.GetArray("messages", "messages").Select(m => ReadMessage(m.Value, m.Field)).ToList();
        return messages.Any(m => m.Role != ChatRole.System)
            ? messages
            : throw ChatFields.Wrong("messages", "holds no user message");
    }

    private static ChatMessage ReadMessage(JsonElement message, string field)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw ChatFields.Wrong(field, "must be an object");
        }

        var role = message.GetText("role", field + ".role") switch
        {
            "system" or "developer" => ChatRole.System,
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "tool" or "function" => ChatRole.Tool,
            _ => throw ChatFields.Wrong(field + ".role", "must be one of system, developer, user, assistant, tool, function"),
        };
        var parts = ReadContent(message.Get("content"), field + ".content").ToList();
        if (message.GetText("refusal", field + ".refusal") is { } refusal)
        {
            parts.Add(new ChatPart(refusal, null, field + ".refusal"));
        }

        return new ChatMessage(role, parts)
        {
            Name = message.GetText("name", field + ".name"),
            CallId = message.GetText("tool_call_id", field + ".tool_call_id"),
            Calls = [.. ReadCalls(message, field)],
        };
    }

    // Null beside tool calls, or where a client had nothing to say.
    private static IEnumerable<ChatPart> ReadContent(JsonElement? content, string field) => content switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => [new ChatPart(ChatFields.Text(text, field), null, field)],
        { ValueKind: JsonValueKind.Array } parts => ChatFields.Elements(parts, field).Select(p => ReadPart(p.Value, p.Field)),
        _ => throw ChatFields.Wrong(field, "must be a string, an array of parts, or null"),
    };

    private static ChatPart ReadPart(JsonElement part, string field)
    {
        if (part.ValueKind == JsonValueKind.String)
        {
            return new ChatPart(ChatFields.Text(part, field), null, field);
        }

        if (part.ValueKind != JsonValueKind.Object)
        {
            throw ChatFields.Wrong(field, "must be an object");
        }

        return part.GetText("type", field + ".type") switch
        {
            "text" or "input_text" or "output_text" => new ChatPart(part.GetText("text", field + ".text") ?? "", null, field),
            "refusal" => new ChatPart(part.GetText("refusal", field + ".refusal") ?? "", null, field),
            "image_url" or "input_image" => ReadImage(part, field),
            _ => throw ChatFields.Wrong(field + ".type", "must be text or image_url; other parts are not supported"),
        };
    }

    // An object with "url", or the URL itself.
    private static ChatPart ReadImage(JsonElement part, string field)
    {
        var place = field + ".image_url";
        var url = part.Get("image_url") switch
        {
            { ValueKind: JsonValueKind.Object } image => image.GetText("url", place + ".url"),
            { } text => ChatFields.Text(text, place),
            null => null,
        };
        return string.IsNullOrWhiteSpace(url) ? throw ChatFields.Wrong(place, "must have a URL") : new ChatPart(null, url, place);
    }

    private static IEnumerable<ChatCall> ReadCalls(JsonElement message, string field)
    {
        foreach (var (call, place) in message.GetArray("tool_calls", field + ".tool_calls"))
        {
            if (call.ValueKind != JsonValueKind.Object)
            {
                throw ChatFields.Wrong(place, "must be an object");
            }

            var function = call.GetObject("function", place + ".function") ?? call.GetObject("custom", place + ".custom") ?? default;
            yield return ReadCall(function, call.GetText("id", place + ".id"), place + ".function");
        }

        if (message.GetObject("function_call", field + ".function_call") is { } single)
        {
            yield return ReadCall(single, null, field + ".function_call");
        }
    }

    private static ChatCall ReadCall(JsonElement function, string? id, string field) => function.ValueKind == JsonValueKind.Object
        ? new ChatCall(
            id ?? "",
            function.GetText("name", field + ".name") ?? "",
            function.GetText("arguments", field + ".arguments") ?? function.GetText("input", field + ".input") ?? "")
        : throw ChatFields.Wrong(field, "is required");
}
