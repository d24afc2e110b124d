using Claudebox.Installation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Installation;

/// <summary>Puts the steps of an installation into the pipeline, each when it has ended; a failed one is an error as well.</summary>
internal static class InstallationSteps
{
    /// <summary>Runs steps.</summary>
    /// <param name="steps">Begins them; they tell what takes long.</param>
    /// <param name="activity">The cmdlet, for the bar.</param>
    /// <param name="output">The way to the engine.</param>
    /// <param name="cancellationToken">Ends the work between or in steps.</param>
    public static async Task RunAsync(
        Func<IProgress<HostProgress>, IAsyncEnumerable<InstallStep>> steps, string activity, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            await PreparationProgress.ShowAsync(output, activity, ShowAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaudeboxException exception) when (!cancellationToken.IsCancellationRequested)
        {
            await output.WriteErrorAsync(ErrorRecords.Of(exception, target: null)).ConfigureAwait(false);
        }

        async Task<bool> ShowAsync(PreparationProgress progress)
        {
            await foreach (var step in steps(progress).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await WriteAsync(step, output).ConfigureAwait(false);
            }

            return true;
        }
    }

    private static async Task WriteAsync(InstallStep step, PipelineOutput output)
    {
        var item = new ClaudeboxInstallStep(step.Name, step.Status, CmdletWords.Of(step.Detail), CmdletWords.Of(step.Advice));
        await output.WriteObjectAsync(item).ConfigureAwait(false);
        if (step.Status == InstallStepStatus.Failed)
        {
            var exception = new ClaudeboxException(step.Code ?? FailureCode.InstallationFailed, $"{item.Name}: {item.Detail}");
            await output.WriteErrorAsync(ErrorRecords.Of(exception, item, item.Advice)).ConfigureAwait(false);
        }
    }
}
