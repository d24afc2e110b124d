using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the values of a short list, each with what it means. Any other value can be typed.</summary>
public abstract class ListedCompleter : IArgumentCompleter
{
    private readonly (string Value, string Description)[] _items;

    private protected ListedCompleter(params (string Value, string Description)[] items) => _items = items;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? "").Trim('\'', '"');
        return _items
            .Where(item => item.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(Quoted(item.Value), item.Value, CompletionResultType.ParameterValue, item.Description));
    }

    // Brackets are wildcards to the parser of some commands; in quotes the value is taken as it is.
    private static string Quoted(string value) => value.Contains('[', StringComparison.Ordinal) ? $"'{value}'" : value;
}
