using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

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
                ? FollowAsync(run, SenderOf(call, token), either.Token)
                : FinalAsync(run, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Patience is over; the run is not.
        }
    }

    private RunProgressSender SenderOf(ToolCall call, ProgressToken token) => new(
        (value, cancel) => call.Request.Server.NotifyProgressAsync(token, value, options: null, cancel), time, logger);

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

    /// <summary>Tells of a run's steps until it is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sender">Who is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task FollowAsync(IRunView run, RunProgressSender sender, CancellationToken cancellationToken)
    {
        await sender.SendAsync($"Run {run.Record.RunId} in {run.Record.Workspace}", cancellationToken);
        using var lines = new EventLines(ledger, run);
        while (await lines.NextAsync(line => WaitAsync(line, sender, cancellationToken), cancellationToken) is { } line)
        {
            if (!EventPeek.IsPartial(line.Span) && RunNotes.Of(ClaudeEvent.Parse(line.ToArray())) is { } note)
            {
                await sender.SendAsync(note, cancellationToken);
            }
        }
    }

    private static async Task WaitAsync(Task line, RunProgressSender sender, CancellationToken cancellationToken)
    {
        while (!line.IsCompleted)
        {
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var silence = sender.SilenceAsync(SignOfLife, soon.Token);
            var first = await Task.WhenAny(line, silence);
            await soon.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (first == silence)
            {
                await sender.RepeatAsync(cancellationToken);
            }
        }
    }
}
