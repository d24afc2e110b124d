using System.Collections;
using System.Management.Automation;
using Claudebox.Runs;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>
/// Turns what PowerShell makes of the words after <c>claudebox</c> back into words, as a program would get them.
/// </summary>
/// <remarks>
/// PowerShell parses before a function sees anything: the first bare <c>--</c> is gone (a quoted <c>'--'</c> is not), and
/// <c>~</c> and wildcards are left as they are.
/// </remarks>
internal static class CommandArguments
{
    private const string VerbatimMarker = "--%";

    // The note by which PowerShell tells a parameter from a text that looks like one.
    private const string ParameterNote = "<CommandParameterName>";

    /// <summary>Converts the items of <c>$args</c>.</summary>
    /// <param name="typed">The items.</param>
    /// <returns>The words.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: an item is null or has no text.</exception>
    public static IReadOnlyList<string> Normalize(IReadOnlyList<object?> typed)
    {
        var words = new List<string>(typed.Count);
        for (var i = 0; i < typed.Count; i++)
        {
            if (IsParameterWithValue(typed[i]) && i + 1 < typed.Count)
            {
                // -name:value comes in two parts; the value may be null.
                words.Add(Text(typed[i], i) + (typed[i + 1] is null ? "" : Text(typed[i + 1], i + 1)));
                i++;
            }
            else if (Value(typed[i]) is VerbatimMarker && i == typed.Count - 2 && Value(typed[i + 1]) is string rest)
            {
                words.AddRange(VerbatimArguments.Split(Environment.ExpandEnvironmentVariables(rest)));
                i++;
            }
            else
            {
                words.Add(Text(typed[i], i));
            }
        }

        return words;
    }

    private static bool IsParameterWithValue(object? item) =>
        item is PSObject { BaseObject: string text } parameter && text.EndsWith(':') && parameter.Properties[ParameterNote] is not null;

    private static object? Value(object? item) => item is PSObject wrapper ? wrapper.BaseObject : item;

    private static string Text(object? item, int index)
    {
        switch (Value(item))
        {
            case null:
                throw Refused(index, "is $null: a variable that is not set, or a word that begins with @ and needs quotes");
            case IList { Count: 0 }:
                throw Refused(index, "is an empty list");
            case IList list:
                // a,b is a list to PowerShell and one word to everybody else.
                return string.Join(',', list.Cast<object?>().Select(part => Text(part, index)));
            case { } value:
                // The engine's own conversion: numbers as they were typed, nothing by the culture.
                var text = LanguagePrimitives.ConvertTo<string>(item);
                return text == value.GetType().ToString() ? throw Refused(index, $"is a {value.GetType().Name}, which has no text") : text;
        }
    }

    private static ClaudeboxException Refused(int index, string why) =>
        new(FailureCode.InvalidRequest, $"Argument {index + 1} {why}.");
}
