using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>Runs prompts one after the other; those for the same container share one connection.</summary>
internal sealed class PromptSession(IWorkspaceHost host, TimeProvider time) : IAsyncDisposable
{
    private WorkspaceTarget? _target;
    private WorkspaceTarget? _planned;
    private IWorkspaceServer? _server;

    /// <summary>Runs a prompt, or says what would be done; failures are written as errors.</summary>
    /// <exception cref="TerminatingErrorException">No further prompt can succeed.</exception>
    public async Task RunAsync(PromptJob job, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await host.PlanAsync(job.Target, job.Environment, cancellationToken).ConfigureAwait(false);
            await WarnAsync(job.Target, plan, output).ConfigureAwait(false);
            var request = job.Request with { Environment = plan.Environment };
            RunRequestRules.Check(request);
            if (await ConfirmAsync(job, plan, output).ConfigureAwait(false))
            {
                var server = await ConnectAsync(job.Target, output, cancellationToken).ConfigureAwait(false);
                await RunOnAsync(server, job with { Request = request }, output, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var error = ErrorRecords.Of(ParameterNames.Translate(exception), job.Request.Prompt);
            if (ErrorRecords.EndsCommand(exception.Code))
            {
                throw new TerminatingErrorException(error);
            }

            await output.WriteErrorAsync(error).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WarnAsync(WorkspaceTarget target, HostPlan plan, PipelineOutput output)
    {
        foreach (var warning in target == _planned ? [] : plan.Warnings)
        {
            await output.WriteWarningAsync(warning).ConfigureAwait(false);
        }

        _planned = target;
    }

    private static Task<bool> ConfirmAsync(PromptJob job, HostPlan plan, PipelineOutput output)
    {
        var description = plan.Describe($"Run a prompt in '{job.Target.Path}'.");
        return output.ShouldProcessAsync(description, description, "Invoke-Claudebox");
    }

    private async Task<IWorkspaceServer> ConnectAsync(WorkspaceTarget target, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_server is not null && _target == target)
        {
            return _server;
        }

        await DisconnectAsync().ConfigureAwait(false);
        _server = await PreparationProgress.ShowAsync(
            output, target.Path, progress => host.OpenAsync(target, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        _target = target;
        await ConnectionReport.WriteAsync(_server, target.Path, output).ConfigureAwait(false);
        return _server;
    }

    private async Task RunOnAsync(IWorkspaceServer server, PromptJob job, PipelineOutput output, CancellationToken cancellationToken)
    {
        var runId = Guid.NewGuid().ToString("N");
        var request = job.Request with { Workspace = server.PathInside };
        var writer = new RunWriters(job.Format, job.ResultOnly, request.IncludePartialMessages).Create(runId, job.Target.Path, output, time);
        await output.WriteVerboseAsync($"Run {runId} starts in container '{server.Container}'.").ConfigureAwait(false);
        var failure = await new PromptRunner(server, output).RunAsync(request, runId, writer, job.Request.Prompt, cancellationToken).ConfigureAwait(false);
        if (failure is FailureCode.ConnectionLost or FailureCode.ContainerFailed or FailureCode.ServerUnavailable)
        {
            // The next prompt gets a new connection, and a new container if this one is gone.
            await DisconnectAsync().ConfigureAwait(false);
        }
    }

    private async Task DisconnectAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            _target = null;
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }
}
