using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the lineages that every workspace can have; chats have names of their own.</summary>
public sealed class OriginCompleter : IArgumentCompleter
{
    private static readonly string[] Origins = ["prog", "interactive", "api"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Origins
            .Where(origin => origin.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(origin => new CompletionResult(origin));
}
