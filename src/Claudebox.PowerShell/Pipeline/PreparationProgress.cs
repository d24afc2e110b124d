using System.Diagnostics;
using System.Management.Automation;
using Claudebox.PowerShell.Hosting;

namespace Claudebox.PowerShell.Pipeline;

/// <summary>Shows the preparation of a container: at most five records a second, and one that completes it.</summary>
internal sealed class PreparationProgress(PipelineOutput output, string workspace) : IProgress<HostProgress>
{
    private const int ActivityId = 0x0C1A;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private long _shownAt;
    private bool _shown;
    private bool _completed;

    /// <summary>Works under a bar, which is completed however that ends.</summary>
    public static async Task<T> ShowAsync<T>(
        PipelineOutput output, string workspace, Func<PreparationProgress, Task<T>> work, CancellationToken cancellationToken)
    {
        var progress = new PreparationProgress(output, workspace);
        try
        {
            return await work(progress).ConfigureAwait(false);
        }
        finally
        {
            // A stopped pipeline takes no more records; PowerShell clears its bars itself.
            if (!cancellationToken.IsCancellationRequested)
            {
                await progress.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    public void Report(HostProgress value)
    {
        lock (_gate)
        {
            if (_completed || (_shown && Stopwatch.GetElapsedTime(_shownAt) < Interval))
            {
                return;
            }

            _shown = true;
            _shownAt = Stopwatch.GetTimestamp();

            // Under the lock, so that no record follows the one that completes the bar. The engine refuses an empty
            // status.
            var status = string.IsNullOrWhiteSpace(value.Status) ? "…" : value.Status;
            output.PostProgress(Record(status, value.Percent ?? -1, ProgressRecordType.Processing));
        }
    }

    /// <summary>Takes the bar away; nothing is shown after that.</summary>
    public async Task CompleteAsync()
    {
        lock (_gate)
        {
            if (_completed || !_shown)
            {
                _completed = true;
                return;
            }

            _completed = true;
        }

        await output.WriteProgressAsync(Record("Ready", 100, ProgressRecordType.Completed)).ConfigureAwait(false);
    }

    private ProgressRecord Record(string status, int percent, ProgressRecordType type) => new(ActivityId, "Claudebox", status)
    {
        CurrentOperation = workspace,
        PercentComplete = Math.Clamp(percent, -1, 100),
        RecordType = type,
    };
}
