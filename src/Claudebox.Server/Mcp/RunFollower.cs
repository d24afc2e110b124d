using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Streams;
using ModelContextProtocol;

namespace Claudebox.Server.Mcp;

/// <summary>Waits for a run and reports progress meanwhile: every step of it, and a sign of life when a step takes long.</summary>
internal sealed class RunFollower(RunLedger ledger, TimeProvider time, ILogger<RunFollower> logger)
{
    // Clients that wait 30 or 60 s for a sign of life are common.
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    /// <summary>Waits until the run is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="call">The call that waits; progress goes to its client if it wants any.</param>
    /// <param name="patience">How long to wait at most; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(IRunView run, ToolCall call, TimeSpan? patience, CancellationToken cancellationToken)
    {
        using var limit = patience is { } most ? new CancellationTokenSource(most, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await (call.Request.Params?.ProgressToken is { } token
                ? FollowAsync(run, new RunProgressSender(call.Request.Server, token, time, logger), either.Token)
                : FinalAsync(run, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Patience is over; the run is not.
        }
    }

    private static async Task FinalAsync(IRunView run, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = run.Changed();
            if (run.Record.IsFinal)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private async Task FollowAsync(IRunView run, RunProgressSender sender, CancellationToken cancellationToken)
    {
        await sender.SendAsync($"Run {run.Record.RunId} in {run.Record.Workspace}", cancellationToken);
        using var lines = new LineReader(new EventTail(ledger.OpenEvents(run.Record.RunId), () => run.Record.IsFinal, run.Changed));
        while (await NextLineAsync(lines, sender, cancellationToken) is { } line)
        {
            if (!EventPeek.IsPartial(line.Span) && RunNotes.Of(ClaudeEvent.Parse(line.ToArray())) is { } note)
            {
                await sender.SendAsync(note, cancellationToken);
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> NextLineAsync(LineReader lines, RunProgressSender sender, CancellationToken cancellationToken)
    {
        var line = lines.ReadLineAsync(cancellationToken).AsTask();
        try
        {
            while (!line.IsCompleted && await Task.WhenAny(line, sender.SilenceAsync(SignOfLife, cancellationToken)) != line)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await sender.RepeatAsync(cancellationToken);
            }

            return await line;
        }
        finally
        {
            // The reader's buffer goes back to the pool next; a read that is still under way would write into it.
            await line.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
