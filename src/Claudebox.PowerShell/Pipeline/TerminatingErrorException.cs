using System.Management.Automation;

namespace Claudebox.PowerShell.Pipeline;

/// <summary>Carries the error with which a body ends its command.</summary>
internal sealed class TerminatingErrorException(ErrorRecord record) : Exception(record.Exception.Message, record.Exception)
{
    public ErrorRecord Record => record;
}
