using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Claudebox.PowerShell.Pipeline;

/// <summary>
/// Runs an asynchronous body on the thread pool and its calls into the engine on the pipeline thread, which is the
/// only one that may make them.
/// </summary>
/// <remarks>
/// An exception of the engine (<c>-ErrorAction Stop</c>, a downstream command that has enough, a stopped pipeline)
/// cancels the body; further calls are refused, the body's clean-up is awaited, then the exception goes on.
/// </remarks>
internal sealed class PipelinePump(CancellationTokenSource stop, TimeSpan cleanUpLimit) : IDisposable
{
    private const int LongestQueue = 64;

    private readonly BlockingCollection<PipelineCall> _calls = new(LongestQueue);
    private readonly CancellationTokenSource _closed = new();

    /// <summary>Runs a body to its end. Call on the pipeline thread.</summary>
    /// <param name="body">The body; it must observe the source's token. Its exceptions are thrown.</param>
    /// <returns>The engine's own exception, which wins over the body's; null when there was none.</returns>
    /// <exception cref="TimeoutException">The body did not end within the limit after its cancellation.</exception>
    public ExceptionDispatchInfo? Run(Func<Task> body)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await body().ConfigureAwait(false);
            }
            finally
            {
                _calls.CompleteAdding();
            }
        });

        ExceptionDispatchInfo? engineException = null;
        long cancelledAt = 0;
        while (TryNext(ref cancelledAt, out var call))
        {
            if (stop.IsCancellationRequested)
            {
                call.Refuse();
                continue;
            }

            try
            {
                call.Invoke();
            }
#pragma warning disable CA1031 // Every exception of the engine is kept for the caller to throw again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                engineException = ExceptionDispatchInfo.Capture(exception);
                stop.Cancel();
                call.Refuse();
            }
        }

        var ended = _calls.IsAddingCompleted;
        _closed.Cancel();
        if (engineException is not null)
        {
            return engineException;
        }

        if (!ended)
        {
            throw new TimeoutException("The clean-up after a cancellation did not end in time.");
        }

        task.GetAwaiter().GetResult();
        return null;
    }

    /// <summary>Makes a call on the pipeline thread and waits for its answer.</summary>
    /// <param name="call">The call.</param>
    /// <returns>Its answer; a cancelled task when the pipeline takes no more calls.</returns>
    public Task<T> CallAsync<T>(Func<T> call)
    {
        var item = new PipelineCall<T>(call);
        try
        {
            _calls.Add(item, _closed.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            item.Refuse();
        }

        return item.Answer;
    }

    /// <summary>Makes a call on the pipeline thread, some time, unless it is busy or closed.</summary>
    /// <param name="call">The call.</param>
    public void Post(Action call)
    {
        try
        {
            _calls.TryAdd(new PipelineCall<bool>(() =>
            {
                call();
                return true;
            }));
        }
        catch (InvalidOperationException)
        {
            // The body has ended: nobody is interested in its progress any more.
        }
    }

    public void Dispose()
    {
        // The collection is left to the garbage collector: a body that outlived its limit may still look at it.
        _closed.Cancel();
    }

    private bool TryNext(ref long cancelledAt, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PipelineCall? call)
    {
        if (!stop.IsCancellationRequested)
        {
            try
            {
                return _calls.TryTake(out call, Timeout.Infinite, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // From here on the wait is for the body's clean-up.
            }
        }

        if (cancelledAt == 0)
        {
            cancelledAt = Stopwatch.GetTimestamp();
        }

        var left = cleanUpLimit - Stopwatch.GetElapsedTime(cancelledAt);
        return _calls.TryTake(out call, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
