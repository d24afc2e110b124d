using System.Text.Json;
using System.Text.Unicode;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>
/// Reads chat requests. What steers sampling is taken and has no effect, since Claude Code has no such knobs; what would
/// change the answer's form and cannot be honoured is refused, so that no client waits for what never comes (design D9).
/// </summary>
internal static class ChatRequestReader
{
    private const string AnyObject = """{"type":"object","additionalProperties":true}""";

    /// <summary>Reads a body.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/> or, for the model, <see cref="FailureCode.NotFound"/>.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The body must be a JSON object with \"messages\".");
        }

        RefuseUnsupported(root);
        return new ChatRequest
        {
            Model = ChatModels.Find(root.GetText("model", "model") ?? ChatModels.Standard),
            Messages = ChatMessageReader.Read(root),
            Stream = root.GetFlag("stream", "stream"),
            IncludeUsage = root.GetObject("stream_options", "stream_options")?.GetFlag("include_usage", "stream_options.include_usage") ?? false,
            Effort = EffortOf(root),
            JsonSchema = SchemaOf(root),
        };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The body is not valid UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = JsonDepth.Limit });
        }
        catch (JsonException e)
        {
            throw new ClaudeboxException(
                FailureCode.InvalidRequest, $"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).", e);
        }
    }

    private static void RefuseUnsupported(JsonElement root)
    {
        foreach (var name in new[] { "tools", "functions" })
        {
            if (root.GetArray(name, name).Any())
            {
                throw ChatFields.Wrong(name, "is not supported: Claude Code works with its own tools and calls none of the client's");
            }
        }

        foreach (var name in new[] { "tool_choice", "function_call" })
        {
            if (root.Get(name) is { } choice && !(choice.ValueKind == JsonValueKind.String && ChatFields.Text(choice, name) is "none" or "auto"))
            {
                throw ChatFields.Wrong(name, "is not supported: there are no tools to choose from");
            }
        }

        if (root.Get("n") is { } n && !(n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var count) && count == 1))
        {
            throw ChatFields.Wrong("n", "must be 1: there is one answer to a prompt");
        }

        if (root.Get("stop") is { } stop && !(stop.ValueKind == JsonValueKind.Array && stop.GetArrayLength() == 0))
        {
            throw ChatFields.Wrong("stop", "is not supported");
        }

        if (root.GetFlag("logprobs", "logprobs") || root.Get("top_logprobs") is { } top && !(top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out var wanted) && wanted == 0))
        {
            throw ChatFields.Wrong("logprobs", "is not supported");
        }

        if (root.Get("audio") is not null || root.GetArray("modalities", "modalities").Any(m => ChatFields.Text(m.Value, m.Field) != "text"))
        {
            throw ChatFields.Wrong("modalities", "must be text only");
        }
    }

    // OpenAI's levels on the left that Claude Code has under another name; camelCase wins (design D5).
    private static string? EffortOf(JsonElement root)
    {
        var field = root.Get("reasoningEffort") is not null ? "reasoningEffort" : "reasoning_effort";
        return root.GetText(field, field)?.ToLowerInvariant() switch
        {
            null => null,
            "none" or "minimal" => "low",
            var level when RunRequest.EffortLevels.Contains(level) => level,
            _ => throw ChatFields.Wrong(field, $"must be one of none, minimal, {string.Join(", ", RunRequest.EffortLevels)}"),
        };
    }

    private static string? SchemaOf(JsonElement root)
    {
        if (root.GetObject("response_format", "response_format") is not { } format)
        {
            return null;
        }

        switch (format.GetText("type", "response_format.type"))
        {
            case "text":
                return null;
            case "json_object":
                return AnyObject;
            case "json_schema":
                var described = format.GetObject("json_schema", "response_format.json_schema") ??
                    throw ChatFields.Wrong("response_format.json_schema", "is required");
                var schema = described.GetObject("schema", "response_format.json_schema.schema");
                SchemaRules.Check(schema, "response_format.json_schema.schema");
                return schema?.GetRawText() ?? AnyObject;
            default:
                throw ChatFields.Wrong("response_format.type", "must be text, json_object or json_schema");
        }
    }
}
