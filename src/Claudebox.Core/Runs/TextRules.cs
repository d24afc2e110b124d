namespace Claudebox.Runs;

/// <summary>Rules of .NET strings that become UTF-8.</summary>
public static class TextRules
{
    /// <summary>Whether a string is valid Unicode: one with an unpaired surrogate has no UTF-8.</summary>
    /// <param name="text">The string.</param>
    /// <returns>Whether it can be encoded.</returns>
    public static bool IsWellFormed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>The beginning of a text, never cut inside a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most UTF-16 units to keep.</param>
    /// <returns>The text, or its beginning.</returns>
    public static string Beginning(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
