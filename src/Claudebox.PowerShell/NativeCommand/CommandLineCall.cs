using System.Management.Automation;
using Claudebox.CommandLine;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>One call of the command <c>claudebox</c> in a pipeline.</summary>
internal sealed class CommandLineCall(IReadOnlyList<string> arguments, Stream input, bool isInputTerminal, string currentDirectory)
{
    /// <summary>Runs the command and leaves what a program leaves: lines, an exit code and, on failure, an error.</summary>
    public async Task RunAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var (exitCode, failure) = await PreparationProgress.ShowAsync(
            output, currentDirectory, progress => RunAsync(output, new ProgressRelay(progress), cancellationToken), cancellationToken).ConfigureAwait(false);
        await LeaveAsync(output, exitCode, failure).ConfigureAwait(false);
    }

    /// <summary>Leaves the exit code and, when it is not 0, an error: without one <c>$?</c> would stay true.</summary>
    public static async Task LeaveAsync(PipelineOutput output, int exitCode, RunFailure? failure)
    {
        await output.SetExitCodeAsync(exitCode).ConfigureAwait(false);
        if (exitCode == 0)
        {
            return;
        }

        var record = failure is not null
            ? ErrorRecords.Of(failure, target: null)
            : new ErrorRecord(
                new InvalidOperationException($"claudebox ended with exit code {exitCode}."), "ExitCodeNotZero", ErrorCategory.InvalidResult, exitCode);

        // The user typed claudebox, not the cmdlet behind it.
        record.CategoryInfo.Activity = "claudebox";
        await output.WriteErrorAsync(record).ConfigureAwait(false);
    }

    private async Task<(int ExitCode, RunFailure? Failure)> RunAsync(PipelineOutput output, ProgressRelay progress, CancellationToken cancellationToken)
    {
        var console = new PipelineConsole(output, input, currentDirectory) { IsInputTerminal = isInputTerminal, Progress = progress };
        await using var owned = console.ConfigureAwait(false);
        var exitCode = await ClaudeboxCommandLine.RunAsync(arguments, console, cancellationToken).ConfigureAwait(false);
        await console.CompleteAsync().ConfigureAwait(false);
        return (exitCode, console.Failure);
    }
}
