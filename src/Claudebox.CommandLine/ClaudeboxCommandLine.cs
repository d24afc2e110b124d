using System.CommandLine;
using Claudebox.Runs;

namespace Claudebox.CommandLine;

/// <summary>The command <c>claudebox</c>.</summary>
public static class ClaudeboxCommandLine
{
    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Its arguments, one each; they are never joined or passed through a shell.</param>
    /// <param name="console">Where it runs.</param>
    /// <param name="cancellationToken">Ends the work, as Ctrl+C does.</param>
    /// <returns>The exit code (design section 7): 0, or what the failure's kind says; of a passed-through command, its own.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(console);
        var context = new CommandContext(console);
        await using var owned = context.ConfigureAwait(false);
        try
        {
            var result = Grammar.Of(context).Parse(arguments);
            return await result.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = console.Error }, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaudeboxException exception)
        {
            await console.FailAsync(exception.Failure).ConfigureAwait(false);
            return FailureTable.Of(exception.Code).ExitCode;
        }
    }
}
