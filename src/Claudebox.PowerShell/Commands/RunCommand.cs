using System.Management.Automation;

namespace Claudebox.PowerShell.Commands;

/// <summary>The base of the cmdlets that work on certain runs of a server.</summary>
public abstract class RunCommand : ServerCommand
{
    private protected RunCommand()
    {
    }

    /// <summary>Ids of runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] RunId { get; set; } = [];
}
