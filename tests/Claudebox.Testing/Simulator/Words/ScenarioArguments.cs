using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudebox.Testing;

/// <summary>The parameters of a scenario word, read as what a scenario needs. Every reader throws <see cref="ScenarioWordException"/> for a value that does not fit.</summary>
public sealed class ScenarioArguments(ScenarioWord word)
{
    /// <summary>The parameter's last value, or null.</summary>
    public string? Text(string name)
    {
        var values = All(name);
        return values.Count > 0 ? values[^1] : null;
    }

    /// <summary>The parameter's last value; it must be there.</summary>
    public string Required(string name) => Text(name) ?? throw new ScenarioWordException($"sim:{word.Name} needs the parameter '{name}'.");

    /// <summary>All values of a parameter that may be repeated.</summary>
    public IReadOnlyList<string> All(string name) => [.. word.Parameters.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    /// <summary>A whole number of at least zero.</summary>
    public int Number(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Unfit(name, text, "a whole number");

    /// <summary>A whole number of milliseconds.</summary>
    public TimeSpan Milliseconds(string name, int otherwise) => TimeSpan.FromMilliseconds(Number(name, otherwise));

    /// <summary><c>true</c> or <c>false</c>, or null when the parameter is missing.</summary>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw Unfit(name, text, "true or false"),
    };

    /// <summary>A number of bytes: <c>500</c>, <c>64KB</c>, <c>20MB</c> (powers of 1024).</summary>
    public int Bytes(string name, int otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        var (digits, unit) = text switch
        {
            _ when text.EndsWith("KB", StringComparison.Ordinal) => (text[..^2], 1024L),
            _ when text.EndsWith("MB", StringComparison.Ordinal) => (text[..^2], 1024L * 1024),
            _ => (text, 1L),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count * unit <= int.MaxValue
            ? (int)(count * unit)
            : throw Unfit(name, text, "a size such as 500, 64KB or 20MB, below 2 GB");
    }

    /// <summary>A JSON object.</summary>
    public JsonObject JsonObject(string name)
    {
        var text = Required(name);
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw Unfit(name, text, "a JSON object");
        }
        catch (JsonException)
        {
            throw Unfit(name, text, "a JSON object");
        }
    }

    private ScenarioWordException Unfit(string name, string value, string expected) =>
        new($"sim:{word.Name}: {name}='{value}' is not {expected}.");
}
