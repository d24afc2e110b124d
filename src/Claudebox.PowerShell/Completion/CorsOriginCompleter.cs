using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers origins that web pages often have during development, and what means all; any other can be typed.</summary>
public sealed class CorsOriginCompleter : IArgumentCompleter
{
    private static readonly (string Origin, string Description)[] Origins =
    [
        ("http://localhost:3000", "Pages of this machine, such as those of Open WebUI"),
        ("*", "Every page"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Origins
            .Where(item => item.Origin.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(item.Origin, item.Origin, CompletionResultType.ParameterValue, item.Description));
}
