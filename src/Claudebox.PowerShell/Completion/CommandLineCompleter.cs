using System.Management.Automation;
using System.Management.Automation.Language;
using Claudebox.CommandLine;

namespace Claudebox.PowerShell.Completion;

/// <summary>Completes what is typed after <c>claudebox</c>, as the command's own grammar knows it.</summary>
public static class CommandLineCompleter
{
    /// <summary>Gives what could stand at the cursor; <c>Register-ArgumentCompleter -Native</c> calls it.</summary>
    /// <param name="wordToComplete">The word at the cursor.</param>
    /// <param name="commandAst">The command as far as it is typed.</param>
    /// <param name="cursorPosition">Where the cursor is.</param>
    /// <returns>The completions; none where PowerShell's own, such as those of paths, do better.</returns>
    public static IEnumerable<CompletionResult> Complete(string? wordToComplete, CommandAst commandAst, int cursorPosition)
    {
        ArgumentNullException.ThrowIfNull(commandAst);
        var before = commandAst.CommandElements.Skip(1).Where(element => element.Extent.EndOffset < cursorPosition).Select(Text);
        return Results([.. before], wordToComplete ?? "");
    }

    // The command line's types stay out of the method that PowerShell looks at.
    private static List<CompletionResult> Results(IReadOnlyList<string> before, string word) =>
    [
        .. ClaudeboxCommandLine.Complete(before, word).Select(item => new CompletionResult(
            Quoted(item.Text),
            item.Text,
            item.Text.StartsWith('-') ? CompletionResultType.ParameterName : CompletionResultType.ParameterValue,
            item.Description ?? item.Text)),
    ];

    private static string Text(CommandElementAst element) => element switch
    {
        StringConstantExpressionAst constant => constant.Value,
        ExpandableStringExpressionAst expandable => expandable.Value,
        _ => element.Extent.Text,
    };

    private static string Quoted(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || "-_=./:[]".Contains(character, StringComparison.Ordinal))
            ? text
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
}
