using System.Text;
using Claudebox.Runs;

namespace Claudebox.Views;

/// <summary>
/// Makes texts of a run fit for a terminal. They are hostile: what Claude or a tool wrote must not move the cursor,
/// set the title or colour the rest, so no control character is left.
/// </summary>
public static class TerminalText
{
    private const int LongestLine = 500;

    /// <summary>Gives the beginning of a text in one line, for tables.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">The most characters.</param>
    /// <returns>The line; white space is one space.</returns>
    public static string Line(string? text, int longest = LongestLine)
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
                line.Append(space ? " " : "").Append(character);
                space = false;
            }

            if (line.Length > longest)
            {
                return TextRules.Beginning(line.ToString(), longest - 1) + "…";
            }
        }

        return line.ToString();
    }

    /// <summary>Gives a text with its lines and tabs.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text without other control characters.</returns>
    public static string Block(string? text) =>
        string.Concat((text ?? "").Where(character => character is '\n' or '\t' || !char.IsControl(character)));
}
