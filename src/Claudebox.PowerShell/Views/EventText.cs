using System.Globalization;

namespace Claudebox.Views;

/// <summary>Texts of the module's views.</summary>
public static class EventText
{
    /// <summary>Gives the beginning of a text in one line, for tables.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 500 characters; white space is one space.</returns>
    public static string Line(string? text) => TerminalText.Line(text);

    /// <summary>Gives a text with its lines and tabs.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text without other control characters.</returns>
    public static string Block(string? text) => TerminalText.Block(text);

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
