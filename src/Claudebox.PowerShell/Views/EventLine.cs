using System.Text;

namespace Claudebox.Views;

/// <summary>Makes one short line of a text, for tables.</summary>
public static class EventLine
{
    private const int Longest = 500;

    /// <summary>Gives the beginning of a text in one line.</summary>
    /// <param name="text">Any text; hostile, so that no control character of it reaches the terminal.</param>
    /// <returns>At most 500 characters; white space is one space, control characters are left out.</returns>
    public static string Of(string? text)
    {
        var line = new StringBuilder();
        var space = false;
        foreach (var character in text ?? "")
        {
            if (char.IsWhiteSpace(character))
            {
                space = line.Length > 0;
            }
            else if (!char.IsControl(character))
            {
                if (space)
                {
                    line.Append(' ');
                    space = false;
                }

                line.Append(character);
            }

            if (line.Length >= Longest)
            {
                return line.ToString(0, Longest - 1) + "…";
            }
        }

        return line.ToString();
    }
}
