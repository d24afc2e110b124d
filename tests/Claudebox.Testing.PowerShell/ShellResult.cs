using System.Management.Automation;

namespace Claudebox.Testing.PowerShell;

/// <summary>What a script did: everything it put out, in order, and how it ended.</summary>
/// <param name="Records">All streams, folded in the order of their records.</param>
/// <param name="Terminating">The error that ended the script; null when it ran to its end.</param>
/// <param name="State">The pipeline's last state.</param>
public sealed record ShellResult(IReadOnlyList<ShellRecord> Records, ErrorRecord? Terminating, PSInvocationState State)
{
    /// <summary>The objects of the success stream.</summary>
    public IReadOnlyList<PSObject> Output => [.. Records.OfType<OutputItem>().Select(item => item.Object)];

    /// <summary>The non-terminating errors.</summary>
    public IReadOnlyList<ErrorRecord> Errors => [.. Records.OfType<ErrorItem>().Select(item => item.Error)];

    /// <summary>All errors, the terminating one last.</summary>
    public IReadOnlyList<ErrorRecord> AllErrors => Terminating is null ? Errors : [.. Errors, Terminating];

    /// <summary>The records of one kind.</summary>
    public IReadOnlyList<T> Of<T>()
        where T : ShellRecord => [.. Records.OfType<T>()];
}
