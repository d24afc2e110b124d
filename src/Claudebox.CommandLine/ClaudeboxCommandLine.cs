using System.CommandLine;
using System.ComponentModel;
using Claudebox.CommandLine.Completion;
using Claudebox.Runs;

namespace Claudebox.CommandLine;

/// <summary>The command <c>claudebox</c>.</summary>
public static class ClaudeboxCommandLine
{
    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Its arguments, one each; they are never joined or passed through a shell.</param>
    /// <param name="console">Where it runs.</param>
    /// <param name="cancellationToken">Ends the work, as Ctrl+C does.</param>
    /// <returns>
    /// The exit code (design section 7): 0, or what the failure's kind says; of a passed-through command, its own; 130 when it was
    /// cancelled, 141 when nobody reads the output any more.
    /// </returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(console);
        var context = new CommandContext(console);
        await using var owned = context.ConfigureAwait(false);
        try
        {
            var result = Grammar.Parse(arguments, context);
            var output = new StreamWriter(console.Output, leaveOpen: true);
            await using (output.ConfigureAwait(false))
            {
                var configuration = new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = output,
                    Error = console.Error,
                };
                return await result.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception)
        {
            return await FailureReport.WriteAsync(context, exception.Failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return FailureTable.Of(FailureCode.RunCancelled).ExitCode;
        }
        catch (OutputClosedException)
        {
            return ExitCodes.OutputClosed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            // A full disk, a terminal that is gone, a program that cannot be started; what concerns the engine is a ClaudeboxException.
            return await FailureReport.WriteAsync(context, new RunFailure { Code = FailureCode.InternalError, Message = exception.Message }).ConfigureAwait(false);
        }
    }

    /// <summary>Finds what may stand at the cursor of a command line.</summary>
    /// <param name="line">The line, the command's name included.</param>
    /// <param name="position">The cursor; behind the line's end it stands after a blank.</param>
    /// <param name="console">Where the command would run.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The words; none when it cannot tell.</returns>
    public static async Task<IReadOnlyList<CompletionItem>> CompleteAsync(
        string line, int position, ICommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(console);
        var context = new CommandContext(console);
        await using var owned = context.ConfigureAwait(false);
        return await Completer.CompleteAsync(context, line, position, cancellationToken).ConfigureAwait(false);
    }
}
