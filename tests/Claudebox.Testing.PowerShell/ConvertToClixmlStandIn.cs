using System.Management.Automation;

namespace Claudebox.Testing.PowerShell;

/// <summary><c>Export-Clixml</c> into a string, by the engine's own serializer.</summary>
[Cmdlet(VerbsData.ConvertTo, "Clixml")]
public sealed class ConvertToClixmlStandIn : PSCmdlet
{
    /// <summary>An object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(PSSerializer.Serialize(InputObject));
}
