using System.Management.Automation;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>Cancels runs of a server and waits until they are over. A run that is over stays as it is.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ClaudeboxRun", SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxRun))]
public sealed class StopClaudeboxRunCommand : RunCommand
{
    /// <summary>Emits the runs as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        var (server, ids) = (Server, RunId);
        return async (output, cancellationToken) =>
        {
            foreach (var id in ids)
            {
                await GuardAsync(output, id, () => StopAsync(server, id, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        };
    }

    private async Task StopAsync(ClaudeboxServer server, string id, PipelineOutput output, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(server).ConfigureAwait(false);
        if (!await output.ShouldProcessAsync($"{id} ({server})", "Cancel run").ConfigureAwait(false))
        {
            return;
        }

        var run = await connection.CancelRunAsync(id, cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            await output.WriteObjectAsync(new ClaudeboxRun(run, connection.Server)).ConfigureAwait(false);
        }
    }
}
