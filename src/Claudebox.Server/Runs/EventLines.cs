using Claudebox.Streams;

namespace Claudebox.Server.Runs;

/// <summary>The lines of a run's events, one after the other as they come, to the run's end.</summary>
internal sealed class EventLines : IDisposable
{
    private readonly EventTail _tail;
    private readonly LineReader _lines;

    public EventLines(RunLedger ledger, IRunView run)
    {
        _tail = new EventTail(ledger.OpenEvents(run.Record.RunId), () => run.Record.IsFinal, run.Changed);
        _lines = new LineReader(_tail);
    }

    /// <summary>The next line.</summary>
    /// <param name="wait">Called when there is none yet; it returns when the task that it gets has ended.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The line, valid until the next call; null at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(Func<Task, Task> wait, CancellationToken cancel)
    {
        var next = _lines.ReadLineAsync(cancel);
        if (next.IsCompletedSuccessfully)
        {
            return next.Result;
        }

        var line = next.AsTask();
        try
        {
            await wait(line);
            return await line;
        }
        finally
        {
            // The reader's buffer goes back to the pool next; a read that is still under way would write into it.
            await line.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _tail.Dispose();
    }
}
