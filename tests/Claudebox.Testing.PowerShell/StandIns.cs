using System.Management.Automation.Runspaces;

namespace Claudebox.Testing.PowerShell;

/// <summary>Commands of a full PowerShell that the bare engine lacks, as far as tests need them.</summary>
internal static class StandIns
{
    public static void AddTo(InitialSessionState state)
    {
        state.Commands.Add(new SessionStateCmdletEntry("Select-Object", typeof(SelectObjectStandIn), null));
        state.Commands.Add(new SessionStateCmdletEntry("ConvertTo-Json", typeof(ConvertToJsonStandIn), null));
        state.Commands.Add(new SessionStateCmdletEntry("ConvertTo-Clixml", typeof(ConvertToClixmlStandIn), null));
    }
}
