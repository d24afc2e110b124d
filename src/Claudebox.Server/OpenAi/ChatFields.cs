using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>Reads members of a chat request; what is wrong is named by its place, as OpenAI's <c>param</c> does.</summary>
internal static class ChatFields
{
    /// <summary>A member; null when it is missing or null.</summary>
    public static JsonElement? Get(this JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "stands beside a name that is not valid Unicode");
        }
    }

    /// <summary>A string; null when it is missing or null.</summary>
    public static string? GetText(this JsonElement element, string name, string field) => element.Get(name) is { } value ? Text(value, field) : null;

    /// <summary>A boolean; false when it is missing or null.</summary>
    public static bool GetFlag(this JsonElement element, string name, string field) => element.Get(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Wrong(field, "must be true or false"),
    };

    /// <summary>An object; null when it is missing or null.</summary>
    public static JsonElement? GetObject(this JsonElement element, string name, string field) => element.Get(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => value,
        _ => throw Wrong(field, "must be an object"),
    };

    /// <summary>The elements of an array with their places; none when it is missing or null.</summary>
    public static IEnumerable<(JsonElement Value, string Field)> GetArray(this JsonElement element, string name, string field) => element.Get(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => Elements(value, field),
        _ => throw Wrong(field, "must be an array"),
    };

    /// <summary>The elements of an array with their places.</summary>
    public static IEnumerable<(JsonElement Value, string Field)> Elements(JsonElement array, string field) =>
        array.EnumerateArray().Select((value, i) => (value, FormattableString.Invariant($"{field}[{i}]")));

    /// <summary>A string.</summary>
    public static string Text(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong(field, "must be a string");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(field, "must be valid Unicode");
        }
    }

    /// <summary>The failure for a wrong member.</summary>
    /// <param name="field">Its place.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static ClaudeboxException Wrong(string field, string problem) => new(new RunFailure
    {
        Code = FailureCode.InvalidRequest,
        Message = $"'{field}' {problem}.",
        Fields = new Dictionary<string, string> { [field] = problem },
    });
}
