using Claudebox.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Claudebox.Server.Tests;

/// <summary>A clock that a test moves, and that knows who waits for it.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private int _made;
    private int _gone;

    /// <summary>How many timers run.</summary>
    public int Timers => Volatile.Read(ref _made) - Volatile.Read(ref _gone);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _made);
        return new CountedTimer(timer, () => Interlocked.Increment(ref _gone));
    }

    /// <summary>Waits until so many timers have been made in all, whether or not they still run.</summary>
    public Task WaitForTimerAsync(int number) =>
        Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _made) >= number), FormattableString.Invariant($"timer {number} is made"));

    private sealed class CountedTimer(ITimer timer, Action onDisposed) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                onDisposed();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
