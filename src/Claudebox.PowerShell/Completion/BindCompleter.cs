using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the addresses that mean this machine alone and everybody; any other address of it can be typed.</summary>
public sealed class BindCompleter : IArgumentCompleter
{
    private static readonly (string Address, string Description)[] Addresses =
    [
        ("127.0.0.1", "This machine alone"),
        ("::1", "This machine alone, IPv6"),
        ("0.0.0.0", "Every address of this machine"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Addresses
            .Where(item => item.Address.StartsWith(wordToComplete ?? "", StringComparison.Ordinal))
            .Select(item => new CompletionResult(item.Address, item.Address, CompletionResultType.ParameterValue, item.Description));
}
