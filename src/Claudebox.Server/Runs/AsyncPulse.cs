namespace Claudebox.Server.Runs;

/// <summary>Wakes all who wait for something new.</summary>
internal sealed class AsyncPulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next pulse. Take it before looking at the state, so that no pulse is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes the waiters.</summary>
    public void Pulse() =>
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
