using System.Text.Json;

namespace Claudebox.Events;

/// <summary>Looks at a line's first members without reading all of it; lines can be megabytes long.</summary>
public static class EventPeek
{
    /// <summary>Whether a line is of a type.</summary>
    /// <param name="line">One line in UTF-8.</param>
    /// <param name="type">The type.</param>
    /// <returns>Whether the line is a JSON object with this <c>type</c>.</returns>
    public static bool IsOfType(ReadOnlySpan<byte> line, string type) => HasText(line, "type", type);

    /// <summary>Whether a line belongs only in streams with partial messages (<see cref="ClaudeEvent.IsPartial"/>).</summary>
    /// <param name="line">One line in UTF-8.</param>
    /// <returns>True for <c>stream_event</c> and <c>system/status requesting</c>.</returns>
    public static bool IsPartial(ReadOnlySpan<byte> line) =>
        IsOfType(line, "stream_event") ||
        (IsOfType(line, "system") && HasText(line, "subtype", "status") && HasText(line, "status", "requesting"));

    private static bool HasText(ReadOnlySpan<byte> line, string name, string value)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = Equals(ref reader, name);
                reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String && Equals(ref reader, value);
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Not JSON: of no type.
        }

        return false;
    }

    private static bool Equals(ref Utf8JsonReader reader, string text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate escape: equal to nothing that we look for.
            return false;
        }
    }
}
