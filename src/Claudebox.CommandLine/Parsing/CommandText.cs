using Claudebox.Views;

namespace Claudebox.CommandLine.Parsing;

/// <summary>Writes command lines that can be typed as they stand, for hints.</summary>
internal static class CommandText
{
    private const string Elision = "…";

    // What people paste may be long, and what a script passes may hold control characters.
    private const int LongestArgument = 400;

    // In double quotes these mean something to one shell or another.
    private const string Active = "\"$`\\!";

    /// <summary>Writes a command line.</summary>
    /// <param name="arguments">Its arguments behind <c>claudebox</c>.</param>
    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quoted).Prepend("claudebox"));

    /// <summary>Leaves the value of a variable out: it may be a secret, and what is written may be kept in a log.</summary>
    /// <param name="entry">A value of <c>--env</c>.</param>
    public static string WithoutValue(string entry) =>
        entry.IndexOf('=', StringComparison.Ordinal) is >= 0 and var end ? entry[..(end + 1)] + Elision : entry;

    private static string Quoted(string argument)
    {
        var text = TerminalText.Line(argument, LongestArgument);
        return text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:=@,+%…".Contains(character, StringComparison.Ordinal)) ? text
            : text.AsSpan().IndexOfAny(Active) < 0 ? $"\"{text}\""
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
