using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Claudebox.Json;

/// <summary>Decodes JSON string tokens that hold unpaired surrogate escapes, which System.Text.Json refuses.</summary>
internal static class LoneSurrogates
{
    /// <summary>Decodes a string element.</summary>
    /// <param name="element">An element of kind string.</param>
    /// <returns>Its text with unpaired surrogates as U+FFFD; null when its bytes are not UTF-8.</returns>
    public static string? TryDecode(JsonElement element)
    {
        try
        {
            return Decode(element.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Decodes a string token; unpaired surrogates become U+FFFD.</summary>
    /// <param name="token">The token with its quotes, already known to be well-formed JSON.</param>
    public static string Decode(string token)
    {
        var text = new StringBuilder(token.Length);
        for (var i = 1; i < token.Length - 1; i++)
        {
            if (token[i] != '\\')
            {
                text.Append(token[i]);
                continue;
            }

            i++;
            if (token[i] == 'u')
            {
                text.Append((char)ushort.Parse(token.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(token[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var c => c });
            }
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
