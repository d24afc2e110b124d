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
        if (context.Console.TakeFailure(failure))
        {
            return shape.ExitCode;
        }

        await context.NoteAsync("claudebox: " + TerminalText.Block(failure.Message).TrimEnd()).ConfigureAwait(false);
        if (failure.StandardErrorTail is { Length: > 0 } tail)
        {
            await context.NoteAsync(TerminalText.Block(tail).TrimEnd()).ConfigureAwait(false);
        }

        if (shape.Advice is { } advice)
        {
            await context.NoteAsync(advice).ConfigureAwait(false);
        }

        return shape.ExitCode;
    }
}
