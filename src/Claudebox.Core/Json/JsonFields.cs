using System.Text;
using System.Text.Json;

namespace Claudebox.Json;

/// <summary>
/// Tolerant reads of a JSON object's members: a member that is missing or of another type is null. Claude Code's
/// events vary between versions, and a surprise in one must not lose the others.
/// </summary>
internal static class JsonFields
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && TryFind(element, name, out var value) &&
        value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement? ObjectMember(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static string? Text(this JsonElement element, string name) => element.Member(name)?.AsText();

    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate (\ud83d without its pair): legal in JSON text, not in UTF-16 strings we hand out.
            return LoneSurrogates.TryDecode(element);
        }
    }

    public static bool? Flag(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    public static long? Integer(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static int? SmallInteger(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static double? Real(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    public static TimeSpan? Milliseconds(this JsonElement element, string name) =>
        element.Real(name) is { } value && Math.Abs(value) < TimeSpan.MaxValue.TotalMilliseconds / 2
            ? TimeSpan.FromMilliseconds(value)
            : null;

    public static decimal? Money(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Select(AsText).OfType<string>()]
            : [];

    /// <summary>A member's name; unpaired surrogate escapes in it become U+FFFD.</summary>
    public static string SafeName(this JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes("{" + property + "}"), new JsonReaderOptions { MaxDepth = 1024 });
            reader.Read();
            reader.Read();
            return LoneSurrogates.Decode('"' + Encoding.UTF8.GetString(reader.ValueSpan) + '"');
        }
    }

    // Beside a key with an unpaired surrogate escape, TryGetProperty throws whatever name it looks for.
    private static bool TryFind(JsonElement element, string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            JsonElement? last = null;
            foreach (var property in element.EnumerateObject())
            {
                if (property.SafeName() == name)
                {
                    last = property.Value;
                }
            }

            value = last ?? default;
            return last is not null;
        }
    }
}
