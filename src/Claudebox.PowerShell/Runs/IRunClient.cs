using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>What a prompt needs of the server in its workspace's container.</summary>
internal interface IRunClient
{
    /// <summary>
    /// Submits a run and follows it to its final record. Cancelling or disposing the enumeration early cancels the
    /// run, and waits until it is over.
    /// </summary>
    IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken);
}
