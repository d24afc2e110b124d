using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the names of this machine and what means all names; any other can be typed.</summary>
public sealed class AllowedHostCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Description)[] Names =
    [
        ("127.0.0.1", "This machine, by its address"),
        ("localhost", "This machine"),
        (Environment.MachineName, "This machine, as others may call it"),
        ("*", "Every name"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Names
            .Where(item => item.Name.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(item.Name, item.Name, CompletionResultType.ParameterValue, item.Description));
}
