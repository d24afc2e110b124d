using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the aliases that Claude Code knows; any other model name can be typed.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Description)[] Aliases =
    [
        ("opus", "The most capable model"),
        ("sonnet", "The model for daily work"),
        ("haiku", "The fastest model"),
        ("opusplan", "Opus for planning, Sonnet for the work"),
        ("sonnet[1m]", "Sonnet with a context of one million tokens"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? "").Trim('\'', '"');
        return Aliases
            .Where(alias => alias.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(alias => new CompletionResult(Quoted(alias.Name), alias.Name, CompletionResultType.ParameterValue, alias.Description));
    }

    // Brackets are wildcards to the parser of some commands; in quotes the name is taken as it is.
    private static string Quoted(string name) => name.Contains('[', StringComparison.Ordinal) ? $"'{name}'" : name;
}
