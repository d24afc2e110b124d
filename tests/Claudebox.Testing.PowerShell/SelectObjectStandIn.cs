using System.Management.Automation;

namespace Claudebox.Testing.PowerShell;

/// <summary><c>Select-Object -First</c>: it stops the commands before it the way the real one does.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectStandIn : PSCmdlet
{
    private int _count;

    /// <summary>How many objects to pass on.</summary>
    [Parameter(Mandatory = true)]
    public int First { get; set; }

    /// <summary>An object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (++_count >= First)
        {
            throw StopUpstream();
        }
    }

    // The engine's own signal has no public constructor.
    private Exception StopUpstream() => (Exception)Activator.CreateInstance(
        typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!,
        this)!;
}
