namespace Claudebox.Runs;

/// <summary>
/// Where a run stands, as <c>GET /status</c> and, for a run without a result, <c>GET /run/result</c> tell it.
/// </summary>
public sealed record RunProgress
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Absolute path of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The run's state.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Places before this run in its workspace's queue; only of a queued run.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Why it did not complete: one plain sentence.</summary>
    public string? Error { get; init; }

    /// <summary>The kind of failure.</summary>
    public FailureCode? Code { get; init; }

    /// <summary>Reads a run's record.</summary>
    /// <param name="record">The record.</param>
    /// <returns>What it says of the run's progress.</returns>
    public static RunProgress Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new RunProgress
        {
            RunId = record.RunId,
            Workspace = record.Workspace,
            Status = record.Status,
            QueuePosition = record.Status == RunStatus.Queued ? record.QueuePosition : null,
            Error = record.Error?.Message,
            Code = record.Error?.Code,
        };
    }
}
