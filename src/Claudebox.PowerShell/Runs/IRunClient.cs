using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>What a prompt needs of the server in its workspace's container.</summary>
internal interface IRunClient
{
    /// <summary>Submits a run and follows it to its final record. Disposing the enumeration early drops the connection.</summary>
    IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken);

    /// <summary>Cancels a run and answers when it has ended.</summary>
    Task CancelAsync(string runId, CancellationToken cancellationToken);
}
