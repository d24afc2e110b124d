using System.Text;
using Claudebox.Views;

namespace Claudebox.CommandLine.Tables;

/// <summary>A table of plain text: columns stand below each other, the last one is as long as it is.</summary>
internal static class TextTable
{
    private const string Gap = "   ";

    /// <summary>Lays a table out.</summary>
    /// <param name="headers">The names of the columns.</param>
    /// <param name="rows">A text for each column.</param>
    public static string Of(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        IReadOnlyList<string>[] lines = [headers, .. rows.Select(row => row.Select(cell => TerminalText.Line(cell)).ToArray())];
        var widths = headers.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(string.Join(Gap, line.Select((cell, column) => column == line.Count - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
