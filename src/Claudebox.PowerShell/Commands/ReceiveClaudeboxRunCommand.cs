using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.PowerShell.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>
/// Emits what happened and happens in runs of a server, from the first event to the result, as Invoke-Claudebox does. Reading removes
/// nothing and leaving ends nothing.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "ClaudeboxRun")]
[OutputType(typeof(ClaudeboxEvent), typeof(ClaudeboxResult), typeof(string))]
public sealed class ReceiveClaudeboxRunCommand : RunCommand
{
    /// <summary>What to emit: events as objects, or text.</summary>
    [Parameter]
    public ClaudeboxOutputFormat OutputFormat { get; set; }

    /// <summary>Emits the result alone.</summary>
    [Parameter]
    public SwitchParameter ResultOnly { get; set; }

    /// <summary>Emits messages also piece by piece.</summary>
    [Parameter]
    public SwitchParameter IncludeDelta { get; set; }

    private protected override async Task HandleAsync(ServerConnection connection, string id, PipelineOutput output, CancellationToken cancellationToken)
    {
        var run = await connection.GetRunAsync(id, cancellationToken).ConfigureAwait(false);
        var writer = new RunWriters(OutputFormat, ResultOnly, IncludeDelta).Create(id, run.Workspace, output, TimeProvider.System);
        await new PromptRunner(connection, output)
            .FollowAsync(connection.FollowAsync(id, IncludeDelta, cancellationToken), writer, id, cancellationToken).ConfigureAwait(false);
    }
}
