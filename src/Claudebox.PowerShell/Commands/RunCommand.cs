using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>The base of the cmdlets that work on certain runs of a server, one after the other.</summary>
public abstract class RunCommand : ServerCommand
{
    private protected RunCommand()
    {
    }

    /// <summary>Ids of runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] RunId { get; set; } = [];

    private protected override PipelineBlock? OnRecord()
    {
        var (server, ids) = (Server, RunId);
        return async (output, cancellationToken) =>
        {
            foreach (var id in ids)
            {
                await GuardAsync(
                    output,
                    id,
                    async () => await HandleAsync(await ConnectAsync(server).ConfigureAwait(false), id, output, cancellationToken).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false);
            }
        };
    }

    /// <summary>Does the cmdlet's work on one run; a failure is an error about this run alone.</summary>
    private protected abstract Task HandleAsync(ServerConnection connection, string id, PipelineOutput output, CancellationToken cancellationToken);
}
