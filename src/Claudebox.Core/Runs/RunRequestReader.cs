using System.Text.Json;
using System.Text.Unicode;
using Claudebox.Json;

namespace Claudebox.Runs;

/// <summary>
/// Reads a <see cref="RunRequest"/> from JSON of any origin. Every wrong field is named; unknown fields are
/// ignored (behaviour.md 1.8.3), camelCase wins over snake_case (design D5).
/// </summary>
public static class RunRequestReader
{
    /// <summary>Reads the body of <c>POST /run</c>.</summary>
    /// <param name="utf8">The body.</param>
    /// <returns>The request; its values are checked.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, with the fields.</exception>
    public static RunRequest Read(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The body is not valid UTF-8.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).", e);
        }

        using (document)
        {
            return Read(document.RootElement);
        }
    }

    private static RunRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The body must be a JSON object with a \"prompt\".");
        }

        var fields = new Fields(root);
        var request = new RunRequest
        {
            Prompt = fields.Text("prompt", required: true) ?? "",
            Content = fields.Blocks("content"),
            Workspace = fields.Text("workspace"),
            CreateWorkspace = fields.Flag("createWorkspace"),
            Model = fields.Text("model"),
            Effort = fields.Text("effort"),
            SystemPrompt = fields.Text("systemPrompt"),
            AppendSystemPrompt = fields.Text("appendSystemPrompt"),
            JsonSchema = fields.TextOrObject("jsonSchema"),
            NoContinue = fields.Flag("noContinue"),
            Resume = fields.Text("resume"),
            MaxBudgetUsd = fields.Number("maxBudgetUsd"),
            MaxTurns = fields.Integer("maxTurns"),
            TimeoutSeconds = fields.Integer("timeoutSeconds"),
            BackgroundWaitSeconds = fields.Integer("backgroundWaitSeconds"),
            SlashCommands = fields.Flag("slashCommands"),
            Wait = fields.Flag("wait"),
            Async = fields.Flag("async"),
            FireAndForget = fields.Flag("fireAndForget"),
            Origin = fields.Text("origin"),
            IncludePartialMessages = fields.Flag("includePartialMessages"),
            OutputFormat = fields.Text("outputFormat"),
            Environment = fields.Map("environment"),
        };
        RunRequestRules.Check(request, fields.Errors);
        fields.ThrowIfAny();
        return request;
    }

    private sealed class Fields
    {
        private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

        public Fields(JsonElement root)
        {
            foreach (var property in root.EnumerateObject())
            {
                var name = property.SafeName();
                var camel = KeyRule.ToCamelCase(name);
                if (name == camel || !_values.ContainsKey(camel))
                {
                    _values[camel] = property.Value;
                }
            }
        }

        public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

        public string? Text(string name, bool required = false)
        {
            if (!TryGet(name, out var value))
            {
                if (required)
                {
                    Errors[name] = "is required";
                }

                return null;
            }

            return Text(value, name);
        }

        public string? TextOrObject(string name) =>
            TryGet(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetRawText() : Text(name);

        public bool Flag(string name)
        {
            if (!TryGet(name, out var value))
            {
                return false;
            }

            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                Errors[name] = "must be true or false";
            }

            return value.ValueKind == JsonValueKind.True;
        }

        public decimal? Number(string name)
        {
            if (!TryGet(name, out var value))
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number))
            {
                return number;
            }

            Errors[name] = "must be a number";
            return null;
        }

        public int? Integer(string name)
        {
            if (!TryGet(name, out var value))
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
            {
                return number;
            }

            Errors[name] = "must be a whole number";
            return null;
        }

        public Dictionary<string, string>? Map(string name)
        {
            if (!TryGet(name, out var value))
            {
                return null;
            }

            if (value.ValueKind != JsonValueKind.Object)
            {
                Errors[name] = "must be an object of strings";
                return null;
            }

            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in value.EnumerateObject())
            {
                var key = entry.SafeName();
                if (Text(entry.Value, $"{name}.{key}") is { } text)
                {
                    map[key] = text;
                }
            }

            return map;
        }

        public IReadOnlyList<PromptBlock>? Blocks(string name)
        {
            if (!TryGet(name, out var value))
            {
                return null;
            }

            if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(block => block.ValueKind != JsonValueKind.Object))
            {
                Errors[name] = "must be an array of objects";
                return null;
            }

            return [.. value.EnumerateArray().Select((block, i) => Block(new Fields(block), $"{name}[{i}]"))];
        }

        public void ThrowIfAny()
        {
            if (Errors.Count > 0)
            {
                throw new ClaudeboxException(RunRequestRules.Failure(Errors));
            }
        }

        private PromptBlock Block(Fields fields, string name)
        {
            var block = new PromptBlock { Text = fields.Text("text"), MediaType = fields.Text("mediaType"), Data = fields.Text("data") };
            foreach (var (field, problem) in fields.Errors)
            {
                Errors[$"{name}.{field}"] = problem;
            }

            return block;
        }

        private string? Text(JsonElement value, string name)
        {
            if (value.ValueKind != JsonValueKind.String)
            {
                Errors[name] = "must be a string";
                return null;
            }

            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                Errors[name] = "must be valid Unicode";
                return null;
            }
        }

        private bool TryGet(string name, out JsonElement value) =>
            _values.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
