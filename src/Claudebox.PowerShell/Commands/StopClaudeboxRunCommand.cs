using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
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

    private protected override async Task HandleAsync(ServerConnection connection, string id, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (!await output.ShouldProcessAsync($"{id} ({connection.Server})", "Cancel run").ConfigureAwait(false))
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
