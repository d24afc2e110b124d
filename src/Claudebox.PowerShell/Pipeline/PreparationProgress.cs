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

    /// <summary>Takes the bar off the screen if there was one.</summary>
    public async Task CompleteAsync()
    {
        lock (_gate)
        {
            _completed = true;
            if (!_shown)
            {
                return;
            }
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
