using Claudebox.Docker;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Views;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Prompts;

/// <summary>Runs one prompt in the workspace's container and writes what comes of it.</summary>
internal sealed class PromptRun(CommandContext context)
{
    /// <summary>Runs the prompt.</summary>
    /// <param name="request">What to run; workspace and environment are filled in.</param>
    /// <param name="format">What to write.</param>
    /// <param name="showActivity">Whether people see on the standard error what Claude does.</param>
    /// <param name="cancellationToken">Cancels the run and waits until it is over.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ClaudeboxException">The run was not accepted, or its end could not be learned.</exception>
    public async Task<int> RunAsync(RunRequest request, OutputFormat format, bool showActivity, CancellationToken cancellationToken)
    {
        var options = context.WorkspaceOptions(WorkspaceRole.Prog);
        var plan = ClaudeboxEngine.Plan(context.EngineOptions, options);
        request = request with { Workspace = plan.WorkspaceInside, Environment = context.ForwardedVariables(options) };
        RunRequestRules.Check(request);
        await context.WarnAsync(options).ConfigureAwait(false);

        context.Status.Show("Connecting");
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var connection = await engine.OpenWorkspaceAsync(options, context.Status, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var runId = Guid.NewGuid().ToString("N");
            context.Status.Detail($"Run {runId} in container {connection.Container.Name} ({engine.Endpoint})");
            var writer = new ResultWriter(context, format, new EventViewOptions
            {
                RunId = runId,
                Workspace = plan.Workspace,
                IncludePartialMessages = request.IncludePartialMessages,
            });
            var record = await FollowAsync(connection.Server, request, runId, writer, new ActivityWriter(context, showActivity), cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(record).ConfigureAwait(false);
            foreach (var warning in record.Warnings ?? [])
            {
                await context.NoteAsync("claudebox: warning: " + warning).ConfigureAwait(false);
            }

            return record.Status == RunStatus.Completed
                ? ExitCodes.Success
                : await FailureReport.WriteAsync(context, record.Error ?? Unexplained(record.Status)).ConfigureAwait(false);
        }
    }

    private static async Task<RunRecord> FollowAsync(
        ServerClient server, RunRequest request, string runId, ResultWriter writer, ActivityWriter activity, CancellationToken cancellationToken)
    {
        RunRecord? record = null;
        activity.Begin();
        await foreach (var update in server.RunAsync(request, runId, cancellationToken).ConfigureAwait(false))
        {
            record = update.Record ?? record;
            if (update.Record is null)
            {
                var source = ClaudeEvent.Parse(update.Line);
                await writer.AddAsync(source).ConfigureAwait(false);
                await activity.AddAsync(source).ConfigureAwait(false);
            }
        }

        return record is { IsFinal: true } ? record : throw new ClaudeboxException(FailureCode.ConnectionLost, "The connection ended before the run did.");
    }

    private static RunFailure Unexplained(RunStatus status) => status switch
    {
        RunStatus.Cancelled => new RunFailure { Code = FailureCode.RunCancelled, Message = "The run was cancelled." },
        RunStatus.Interrupted => new RunFailure { Code = FailureCode.RunInterrupted, Message = "The server ended while the run was in progress." },
        _ => new RunFailure { Code = FailureCode.ClaudeFailed, Message = "Claude Code failed." },
    };
}
