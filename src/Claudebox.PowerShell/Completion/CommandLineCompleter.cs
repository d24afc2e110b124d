using System.Management.Automation;
using System.Management.Automation.Language;
using Claudebox.CommandLine;
using Claudebox.PowerShell.NativeCommand;

namespace Claudebox.PowerShell.Completion;

/// <summary>Completes what is typed after <c>claudebox</c>, as the command's own grammar knows it.</summary>
public static class CommandLineCompleter
{
    /// <summary>Gives what could stand at the cursor; <c>Register-ArgumentCompleter -Native</c> calls it.</summary>
    /// <param name="commandAst">The command as far as it is typed.</param>
    /// <param name="cursorPosition">Where the cursor is.</param>
    /// <param name="location">PowerShell's current directory.</param>
    /// <returns>The words; none where PowerShell's own completion, such as that of paths, does better.</returns>
    public static IEnumerable<CompletionResult> Complete(CommandAst commandAst, int cursorPosition, string location)
    {
        ArgumentNullException.ThrowIfNull(commandAst);
        return Complete(commandAst.Extent.Text, cursorPosition - commandAst.Extent.StartOffset, location);
    }

    private static CompletionResult[] Complete(string line, int position, string location)
    {
        // The engine calls this on its own thread and waits.
        var items = Task.Run(() => ClaudeboxCommandLine.CompleteAsync(line, position, new CompletionConsole(location), CancellationToken.None)).GetAwaiter().GetResult();
        return
        [
            .. items.Select(item => new CompletionResult(
                Quoted(item.Text),
                item.Text,
                item.Text.StartsWith('-') ? CompletionResultType.ParameterName : CompletionResultType.ParameterValue,
                string.IsNullOrWhiteSpace(item.Description) ? item.Text : item.Description)),
        ];
    }

    private static string Quoted(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || "-_=./:[]".Contains(character, StringComparison.Ordinal))
            ? text
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
}
