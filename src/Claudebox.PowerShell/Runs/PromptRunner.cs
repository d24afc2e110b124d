using Claudebox.Events;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>
/// Runs one prompt and writes what happens. However the pipeline ends, no run is left behind: leaving the stream of
/// updates early cancels the run and awaits its end.
/// </summary>
internal sealed class PromptRunner(IRunClient client, PipelineOutput output)
{
    /// <summary>Runs a prompt; failures of the run are written as an error.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="runId">The run's id, chosen by the caller.</param>
    /// <param name="writer">Where events go.</param>
    /// <param name="target">The user's object, for errors.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The failure; null when the run completed.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled by the token.</exception>
    /// <exception cref="TerminatingErrorException">No further prompt can succeed.</exception>
    public Task<FailureCode?> RunAsync(RunRequest request, string runId, IRunWriter writer, object target, CancellationToken cancellationToken) =>
        FollowAsync(client.RunAsync(request, runId, cancellationToken), writer, target, cancellationToken);

    /// <summary>Writes what happens in a run; its failure is written as an error.</summary>
    /// <param name="updates">The run's events and states.</param>
    /// <param name="writer">Where events go.</param>
    /// <param name="target">The user's object, for errors.</param>
    /// <param name="cancellationToken">What cancels the updates.</param>
    /// <returns>The failure; null when the run completed.</returns>
    /// <exception cref="TerminatingErrorException">No further prompt can succeed.</exception>
    public async Task<FailureCode?> FollowAsync(IAsyncEnumerable<RunUpdate> updates, IRunWriter writer, object target, CancellationToken cancellationToken)
    {
        RunRecord? record = null;
        RunFailure? failure;
        try
        {
            await foreach (var update in updates.ConfigureAwait(false))
            {
                record = update.Record ?? record;
                if (update.Record is null)
                {
                    await writer.AddAsync(ClaudeEvent.Parse(update.Line), update.Sequence).ConfigureAwait(false);
                }
            }

            failure = record switch
            {
                { Status: RunStatus.Completed } => null,
                { IsFinal: true } => record.Error ?? Unexplained(record.Status),
                _ => new RunFailure { Code = FailureCode.ConnectionLost, Message = "The connection ended before the run did." },
            };
        }
        catch (ClaudeboxException exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = ParameterNames.Translate(exception).Failure;
        }

        // A run that was refused has nothing to show.
        if (record is not null)
        {
            await writer.CompleteAsync(record.IsFinal ? record : null).ConfigureAwait(false);
        }

        foreach (var warning in record?.Warnings ?? [])
        {
            await output.WriteWarningAsync(warning).ConfigureAwait(false);
        }

        if (failure is not null)
        {
            var error = client is ServerConnection
                ? ErrorRecords.OfServer(new ClaudeboxException(failure), target)
                : ErrorRecords.Of(failure, target);
            if (ErrorRecords.EndsCommand(failure.Code))
            {
                throw new TerminatingErrorException(error);
            }

            await output.WriteErrorAsync(error).ConfigureAwait(false);
        }

        return failure?.Code;
    }

    private static RunFailure Unexplained(RunStatus status) => status switch
    {
        RunStatus.Cancelled => new RunFailure { Code = FailureCode.RunCancelled, Message = "The run was cancelled." },
        RunStatus.Interrupted => new RunFailure { Code = FailureCode.RunInterrupted, Message = "The server ended while the run was in progress." },
        _ => new RunFailure { Code = FailureCode.ClaudeFailed, Message = "Claude Code failed." },
    };
}
