using Claudebox.Events;

namespace Claudebox.Server.Claude;

/// <summary>
/// Decides from the events when a process has nothing more to say, and closes its stdin then: after a result with
/// no task open; after the wait for background tasks; or when the last task ended and no turn followed.
/// </summary>
internal sealed class TurnWatch : IDisposable
{
    // After the last task ended, the CLI begins its turn within milliseconds; if none begins, none will.
    private static readonly TimeSpan TurnGrace = TimeSpan.FromSeconds(3);

    // With stdin closed the CLI ends within 0.1 s, or after about 5 s when tasks still run (claude-cli.md §8.2, §8.4).
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly BackgroundTasks _tasks = new();
    private readonly TaskCompletionSource _overdue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _endedTasks = [];
    private readonly TimeSpan _backgroundWait;
    private readonly Action _closeInput;
    private readonly ITimer _timer;
    private bool _turnActive = true;
    private bool _closed;
    private bool _closeAtNextResult;

    public TurnWatch(TimeSpan backgroundWait, TimeProvider time, Action closeInput)
    {
        _backgroundWait = backgroundWait;
        _closeInput = closeInput;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the process should have ended by itself but did not.</summary>
    public Task Overdue => _overdue.Task;

    /// <summary>Tasks that were ended because they outlived the wait.</summary>
    public IReadOnlyList<string> EndedTasks => _endedTasks;

    /// <summary>Takes notice of an event.</summary>
    public void Observe(ClaudeEvent @event)
    {
        lock (_gate)
        {
            _tasks.Observe(@event);
            switch (@event)
            {
                case InitEvent:
                    _turnActive = true;
                    Arm(Timeout.InfiniteTimeSpan);
                    break;
                case ResultEvent:
                    _turnActive = false;
                    AfterResult();
                    break;
                case TaskUpdatedEvent or TaskNotificationEvent when !_turnActive && !_closed && _tasks.Open.Count == 0:
                    Arm(TurnGrace);
                    break;
            }
        }
    }

    /// <summary>From now on the next result is the last, whatever runs in the background.</summary>
    public void CloseAtNextResult()
    {
        lock (_gate)
        {
            _closeAtNextResult = true;
            if (!_turnActive)
            {
                Close();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void AfterResult()
    {
        if (_closed)
        {
            Arm(ExitGrace);
        }
        else if (_closeAtNextResult || _tasks.Open.Count == 0 || _backgroundWait <= TimeSpan.Zero)
        {
            Close();
        }
        else
        {
            Arm(_backgroundWait);
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_closed)
            {
                _overdue.TrySetResult();
            }
            else
            {
                Close();
            }
        }
    }

    private void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _endedTasks.AddRange(_tasks.Open);
            _closeInput();
        }

        Arm(ExitGrace);
    }

    private void Arm(TimeSpan delay) => _timer.Change(delay, Timeout.InfiniteTimeSpan);
}
