using System.Globalization;
using System.Text;

namespace Claudebox.Views;

/// <summary>
/// Makes texts of a run fit for a terminal. They are hostile: what Claude or a tool wrote must not move the cursor,
/// set the title or colour the rest, so no control character is left.
/// </summary>
public static class EventText
{
    private const int LongestLine = 500;

    /// <summary>Gives the beginning of a text in one line, for tables.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 500 characters; white space is one space.</returns>
    public static string Line(string? text)
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

            if (line.Length >= LongestLine)
            {
                return line.ToString(0, LongestLine - 1) + "…";
            }
        }

        return line.ToString();
    }

    /// <summary>Gives a text with its lines and tabs.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text without other control characters.</returns>
    public static string Block(string? text) =>
        string.Concat((text ?? "").Where(character => character is '\n' or '\t' || !char.IsControl(character)));

    /// <summary>Gives one line about how a run went.</summary>
    /// <param name="result">The run's result.</param>
    /// <returns>Turns, time and cost, as far as they are known.</returns>
    public static string Summary(ClaudeboxResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string?[] parts =
        [
            result.NumTurns is { } turns ? string.Create(CultureInfo.InvariantCulture, $"{turns} {(turns == 1 ? "turn" : "turns")}") : null,
            result.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s") : null,
            result.Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $"{cost:0.0000} USD") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
