using System.Diagnostics;
using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Waits until runs of a server are over and emits them. Giving up the wait ends no run.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ClaudeboxRun")]
[OutputType(typeof(ClaudeboxRun))]
public sealed class WaitClaudeboxRunCommand : RunCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _began;

    /// <summary>Seconds after which the wait for all runs is given up.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _began = Stopwatch.GetTimestamp();

    private protected override async Task HandleAsync(ServerConnection connection, string id, PipelineOutput output, CancellationToken cancellationToken)
    {
        var run = await connection.GetRunAsync(id, cancellationToken).ConfigureAwait(false);
        while (!run.IsFinal)
        {
            if (TimeoutSeconds is { } limit && Stopwatch.GetElapsedTime(_began) >= TimeSpan.FromSeconds(limit))
            {
                throw new ClaudeboxException(FailureCode.ClaudeTimedOut, $"The run '{id}' is not over after {limit} seconds. It goes on.");
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            run = await connection.GetRunAsync(id, cancellationToken).ConfigureAwait(false);
        }

        await output.WriteObjectAsync(new ClaudeboxRun(run, connection.Server)).ConfigureAwait(false);
    }
}
