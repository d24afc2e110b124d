using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>Runs prompts on a server by its URL, one after the other, over one connection.</summary>
internal sealed class ServerPrompts(ServerConnection connection, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Runs a prompt, or starts it and emits the run; failures are written as errors.</summary>
    public async Task RunAsync(RunRequest request, RunWriters writers, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            RunRequestRules.Check(request);
            var where = request.Workspace is null ? $"{connection.Server.Url}" : $"{connection.Server.Url} ({request.Workspace})";
            if (!await output.ShouldProcessAsync(where, "Run a prompt").ConfigureAwait(false))
            {
                return;
            }

            var runId = Guid.NewGuid().ToString("N");
            await output.WriteVerboseAsync($"Run {runId} starts at {where}.").ConfigureAwait(false);
            if (request.Async)
            {
                var run = await connection.StartRunAsync(request, runId, cancellationToken).ConfigureAwait(false);
                await output.WriteObjectAsync(new ClaudeboxRun(run, connection.Server)).ConfigureAwait(false);
                return;
            }

            var writer = writers.Create(runId, request.Workspace ?? "/", output, time);
            await new PromptRunner(connection, output).RunAsync(request, runId, writer, request.Prompt, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaudeboxException exception) when (!cancellationToken.IsCancellationRequested)
        {
            await output.WriteErrorAsync(ErrorRecords.OfServer(ParameterNames.Translate(exception), request.Prompt)).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
