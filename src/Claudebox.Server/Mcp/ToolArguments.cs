using System.Globalization;
using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Server.Mcp;

/// <summary>The arguments of a call. Models get names and types wrong, so every refusal says what would be right.</summary>
internal sealed class ToolArguments
{
    private readonly IDictionary<string, JsonElement> _values;

    private ToolArguments(IDictionary<string, JsonElement> values) => _values = values;

    /// <summary>Checks the names.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="values">What was sent.</param>
    /// <param name="known">All names of the schema.</param>
    /// <param name="required">Those that must be there.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>.</exception>
    public static ToolArguments Read(
        string tool, IDictionary<string, JsonElement>? values, IReadOnlyList<string> known, IReadOnlyList<string> required)
    {
        values ??= new Dictionary<string, JsonElement>();
        if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw Invalid($"{tool} has no argument '{TextRules.Beginning(unknown, 100)}'; it has {string.Join(", ", known)}.");
        }

        return required.FirstOrDefault(name => !values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) is { } missing
            ? throw Invalid($"The argument '{missing}' of {tool} is missing.")
            : new ToolArguments(values);
    }

    /// <summary>A text; null when it is missing or empty, which is the same here (behaviour.md 1.10).</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>.</exception>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => TextOf(name, value) is { Length: > 0 } text ? text : null,
        _ => throw Invalid($"The argument '{name}' must be a string."),
    };

    /// <summary>A truth value.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>.</exception>
    public bool Flag(string name, bool standard) => Value(name)?.ValueKind switch
    {
        null => standard,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid($"The argument '{name}' must be true or false."),
    };

    /// <summary>A whole number; null when it is missing.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>.</exception>
    public long? Number(string name, long least, long most) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) && number >= least && number <= most => number,
        _ => throw Invalid(string.Create(CultureInfo.InvariantCulture, $"The argument '{name}' must be a whole number from {least} to {most}.")),
    };

    /// <summary>The failure for arguments that cannot be used.</summary>
    public static ClaudeboxException Invalid(string message) => new(FailureCode.InvalidRequest, message);

    private static string TextOf(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half.
            throw Invalid($"The argument '{name}' is not valid Unicode.");
        }
    }

    private JsonElement? Value(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
