using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Objects;

/// <summary>Turns JSON into what PowerShell users expect of it: objects with properties, arrays, plain values.</summary>
internal static class JsonObjects
{
    /// <summary>Converts a value.</summary>
    /// <param name="json">Any JSON value; undefined gives null.</param>
    /// <returns>
    /// A <see cref="PSObject"/>, an <c>object[]</c>, a text, a number (<see cref="long"/> or <see cref="double"/>), a
    /// boolean or null. An object whose names PowerShell cannot tell apart or not hold becomes an ordered dictionary.
    /// </returns>
    public static object? ToObject(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => CanBeProperties(json) ? Properties(json) : Dictionary(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => json.AsText(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : (object)json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static bool CanBeProperties(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "", "psbase", "psadapted", "psextended", "psobject", "pstypenames",
        };
        return json.EnumerateObject().All(member => names.Add(member.SafeName()));
    }

    private static PSObject Properties(JsonElement json)
    {
        var result = new PSObject();
        foreach (var member in json.EnumerateObject())
        {
            result.Properties.Add(new PSNoteProperty(member.SafeName(), ToObject(member.Value)), preValidated: true);
        }

        return result;
    }

    private static OrderedDictionary Dictionary(JsonElement json)
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            result[member.SafeName()] = ToObject(member.Value);
        }

        return result;
    }
}
