using System.Globalization;
using ModelContextProtocol;

namespace Claudebox.Server.Mcp;

/// <summary>Sends a call's progress. A client that does not take it any more loses the progress, never the run.</summary>
/// <param name="notify">Sends one notification.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of a client that is gone.</param>
internal sealed class RunProgressSender(Func<ProgressNotificationValue, CancellationToken, Task> notify, TimeProvider time, ILogger logger)
{
    private string _step = "";
    private long _stepBegan;
    private long _lastSent;
    private int _count;
    private bool _isGone;

    /// <summary>Tells of a new step.</summary>
    public Task SendAsync(string step, CancellationToken cancellationToken)
    {
        _step = step;
        _stepBegan = time.GetTimestamp();
        return NotifyAsync(step, cancellationToken);
    }

    /// <summary>Tells that the last step is still going on.</summary>
    public Task RepeatAsync(CancellationToken cancellationToken) => NotifyAsync(
        string.Create(CultureInfo.InvariantCulture, $"{_step} ({time.GetElapsedTime(_stepBegan).TotalSeconds:0} s)"), cancellationToken);

    /// <summary>Completes when nothing was sent for so long; what a run does meanwhile may be nothing to tell.</summary>
    public Task SilenceAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var rest = length - time.GetElapsedTime(_lastSent);
        return rest > TimeSpan.Zero ? Task.Delay(rest, time, cancellationToken) : Task.CompletedTask;
    }

    // The value must grow with every notification (MCP 2025-11-25, basic/utilities/progress); how much is left nobody knows.
    private async Task NotifyAsync(string message, CancellationToken cancellationToken)
    {
        _lastSent = time.GetTimestamp();
        if (_isGone)
        {
            return;
        }

        try
        {
            await notify(new ProgressNotificationValue { Progress = ++_count, Message = message }, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _isGone = true;
            logger.ProgressFailed(e);
        }
    }
}
