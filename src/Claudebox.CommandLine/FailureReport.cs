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
        var shape = FailureTable.Of(failure.Code);
        if (!context.Console.TakeFailure(failure))
        {
            string?[] lines = ["claudebox: " + failure.Message, failure.StandardErrorTail, shape.Advice];
            foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                await context.NoteAsync(TerminalText.Block(line).TrimEnd()).ConfigureAwait(false);
            }
        }

        return shape.ExitCode;
    }
}
