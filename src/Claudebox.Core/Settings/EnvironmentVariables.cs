using System.Collections;
using Claudebox.Views;

namespace Claudebox.Settings;

/// <summary>Environment variables as a dictionary, with names compared as the system does.</summary>
public static class EnvironmentVariables
{
    private const int LongestQuote = 60;

    /// <summary>How names are compared: Windows ignores case.</summary>
    public static StringComparer NameComparer { get; } =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>
    /// Whether a text can be a variable's name: letters, digits and underscores, no digit first (POSIX, "Name"). Shells and many programs
    /// take no notice of any other.
    /// </summary>
    /// <param name="text">The text.</param>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
    }

    /// <summary>Says why a text cannot be a variable's name.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A sentence without its full stop.</returns>
    public static string ProblemOf(string text) =>
        $"'{TerminalText.Line(text, LongestQuote)}' is not a variable name: it takes letters, digits and underscores, and no digit first";

    /// <summary>Takes a copy of this process's variables.</summary>
    /// <returns>All variables, values intact.</returns>
    public static IReadOnlyDictionary<string, string> OfProcess()
    {
        var result = new Dictionary<string, string>(NameComparer);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            result[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }

        return result;
    }

    /// <summary>Collects variables with a prefix of two generations; the first wins, empty ones are left out.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="name">What follows <c>CLAUDEBOX_</c> and <c>CLAUDE_</c>, such as <c>ENV_</c>.</param>
    /// <returns>The variables by the rest of their names, in the order of names.</returns>
    internal static SortedDictionary<string, (string Variable, string Value)> WithPrefix(
        IReadOnlyDictionary<string, string> environment, string name)
    {
        var result = new SortedDictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var prefix in (string[])["CLAUDE_" + name, "CLAUDEBOX_" + name])
        {
            foreach (var (variable, value) in environment)
            {
                if (value.Length > 0 && variable.Length > prefix.Length && variable.StartsWith(prefix, StringComparison.Ordinal))
                {
                    result[variable[prefix.Length..]] = (variable, value);
                }
            }
        }

        return result;
    }
}
