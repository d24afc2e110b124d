using Claudebox.CommandLine.Parsing;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine;

/// <summary>Says on the standard error what went wrong and what to do about it.</summary>
internal static class FailureReport
{
    /// <summary>Writes a failure, unless the console shows it itself.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> WriteAsync(CommandContext context, RunFailure failure)
    {
        failure = OptionNames.Translate(failure);
        if (!context.Console.TakeFailure(failure))
        {
            string?[] lines = ["claudebox: " + failure.Message, failure.StandardErrorTail, FailureTable.AdviceOf(failure)];
            foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                await context.NoteAsync(TerminalText.Block(line).TrimEnd()).ConfigureAwait(false);
            }
        }

        return FailureTable.Of(failure.Code).ExitCode;
    }
}
