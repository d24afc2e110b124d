using System.Globalization;
using System.Text;

namespace Claudebox.Server.Telegram.Text;

/// <summary>Tables, which Telegram does not have, as text.</summary>
internal static class TableText
{
    // What fits on the screen of a phone without breaking lines.
    private const int WidestLine = 48;
    private const string Gap = "  ";

    /// <summary>Aligned columns below a line under the header.</summary>
    /// <param name="rows">The cells' texts; the first row is the header.</param>
    /// <returns>The lines; null when they would be too wide.</returns>
    public static string? Of(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var count = rows.Max(row => row.Count);
        var widths = Enumerable.Range(0, count).Select(column => rows.Max(row => column < row.Count ? WidthOf(row[column]) : 0)).ToList();
        if (widths.Sum() + (Gap.Length * (count - 1)) > WidestLine)
        {
            return null;
        }

        var lines = rows.Select(row => LineOf(row, widths)).ToList();
        lines.Insert(1, string.Join(Gap, widths.Select(width => new string('─', width))));
        return string.Join('\n', lines);
    }

    /// <summary>A paragraph for each row, each cell on a line of its own behind its header.</summary>
    /// <param name="rows">The cells' texts; the first row is the header.</param>
    public static string AsList(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var header = rows[0];
        return rows.Count == 1
            ? string.Join(" | ", header)
            : string.Join("\n\n", rows.Skip(1).Select(row => string.Join('\n', row.Select((cell, column) =>
                column < header.Count && header[column].Length > 0 ? $"{header[column]}: {cell}" : cell))));
    }

    private static string LineOf(IReadOnlyList<string> row, List<int> widths) =>
        string.Join(Gap, row.Select((cell, column) => cell + new string(' ', widths[column] - WidthOf(cell)))).TrimEnd();

    private static int WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf);

    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD)
            ? 2
            : 1,
    };
}
