using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Claudebox.Sessions;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the lineages that every workspace can have; chats have names of their own.</summary>
public sealed class OriginCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        SessionOrigins.Standard
            .Where(origin => origin.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(origin => new CompletionResult(origin));
}
