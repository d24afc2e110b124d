using System.Text.Json;

namespace Claudebox.Server.OpenAi;

/// <summary>
/// What makes a JSON Schema one that the CLI enforces: it ignores an invalid one silently, and can never satisfy one whose
/// top level is no object (claude-cli.md §3.2).
/// </summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    // Members whose values are schemas, lists of schemas, or schemas by name.
    private static readonly string[] Single = ["items", "additionalProperties", "not", "contains", "if", "then", "else", "propertyNames"];
    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
    private static readonly string[] Named = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    /// <summary>Throws when a schema is not valid.</summary>
    /// <param name="schema">The schema, an object.</param>
    /// <param name="field">Where in the request it stands.</param>
    public static void Check(JsonElement? schema, string field)
    {
        if (schema is not { } root)
        {
            return;
        }

        if (root.GetText("type", field + ".type") is not "object")
        {
            throw ChatFields.Wrong(field + ".type", "must be \"object\" at the schema's top level");
        }

        CheckSchema(root, field);
    }

    private static void CheckSchema(JsonElement schema, string field)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw ChatFields.Wrong(field, "must be a schema: an object or a boolean");
        }

        CheckType(schema, field + ".type");
        foreach (var name in Single)
        {
            if (schema.Get(name) is { } inner)
            {
                CheckSchema(inner, $"{field}.{name}");
            }
        }

        foreach (var name in Lists)
        {
            foreach (var (inner, place) in schema.GetArray(name, $"{field}.{name}"))
            {
                CheckSchema(inner, place);
            }
        }

        foreach (var name in Named)
        {
            foreach (var member in schema.GetObject(name, $"{field}.{name}")?.EnumerateObject() ?? default)
            {
                CheckSchema(member.Value, $"{field}.{name}.{NameOf(member, $"{field}.{name}")}");
            }
        }

        foreach (var (name, place) in schema.GetArray("required", field + ".required"))
        {
            _ = ChatFields.Text(name, place);
        }
    }

    private static string NameOf(JsonProperty member, string field)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw ChatFields.Wrong(field, "holds a name that is not valid Unicode");
        }
    }

    private static void CheckType(JsonElement schema, string field)
    {
        var types = schema.Get("type") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => ChatFields.Elements(list, field).Select(t => ChatFields.Text(t.Value, t.Field)),
            { } one => [ChatFields.Text(one, field)],
        };
        if (types.FirstOrDefault(t => !Types.Contains(t)) is { } wrong)
        {
            throw ChatFields.Wrong(field, $"must be one of {string.Join(", ", Types)}, not '{wrong}'");
        }
    }
}
