using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>
/// Submits one run and follows it to its end across lost connections. The prompt is sent once:
/// after a loss the run is asked for by its id and never submitted again.
/// </summary>
/// <remarks>
/// submit ── stream ──► final state
///    │        │ lost
///    └────────┴──► GET /runs/{id} ── known ──► GET /runs/{id}/events?after=N ──► (stream)
///                        └── unknown ──► ConnectionLost: it did not arrive, nothing is sent again
/// </remarks>
internal sealed class RunFollower(ServerClient client, RunRequest request, string runId) : IAsyncDisposable
{
    private const int MostLossesInARow = 5;

    // Bytes that a dying tunnel still holds can reach the server after the first question about them.
    private const int UnknownAnswersNeeded = 3;
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);
    private static readonly int[] RetryDelays = [0, 200, 400, 800, 1600];
    private readonly CancellationTokenSource _lifetime = new();
    private Task<RunUpdate?>? _pending;
    private RunStream? _stream;
    private long _lastSequence;
    private int _losses;
    private bool _isAttached;
    private bool _isSubmitted;
    private bool _isKnown;
    private bool _isOver;

    /// <summary>Follows a run that was submitted by someone else; leaving it does not end it.</summary>
    internal static RunFollower Attach(ServerClient client, string runId, bool partial) =>
        new(client, new RunRequest { Prompt = string.Empty, Async = true, IncludePartialMessages = partial }, runId) { _isAttached = true };

    /// <summary>Waits for the next update; the first call submits the run.</summary>
    /// <returns>The update; null after the final state.</returns>
    internal async Task<RunUpdate?> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isOver)
        {
            return null;
        }

        // Cancelling must not tear the stream before the server was asked to cancel: see DisposeAsync.
        _pending = AdvanceAsync();
        return await _pending.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isSubmitted && !_isOver && !request.Async && !request.FireAndForget)
        {
            await CancelRunAsync().ConfigureAwait(false);
        }

        await _lifetime.CancelAsync().ConfigureAwait(false);
        if (_pending is not null)
        {
            await ((Task)_pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await DropStreamAsync().ConfigureAwait(false);
        _lifetime.Dispose();
    }

    private async Task<RunUpdate?> AdvanceAsync()
    {
        try
        {
            while (true)
            {
                if (await TryAdvanceAsync().ConfigureAwait(false) is { } update)
                {
                    return update;
                }
            }
        }
        catch (ClaudeboxException)
        {
            _isOver = true;
            throw;
        }
    }

    private async Task<RunUpdate?> TryAdvanceAsync()
    {
        Exception loss;
        try
        {
            _stream ??= await SubmitAsync().ConfigureAwait(false);
            while (await _stream.NextAsync().ConfigureAwait(false) is { } update)
            {
                if (Accept(update))
                {
                    return update;
                }
            }

            loss = new IOException("The stream ended before the run was final.");
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception) && !_lifetime.IsCancellationRequested)
        {
            loss = exception;
        }

        await DropStreamAsync().ConfigureAwait(false);
        _stream = await ResumeAsync(loss).ConfigureAwait(false);
        return null;
    }

    private async Task<RunStream> SubmitAsync()
    {
        _isSubmitted = true;
        var stream = _isAttached
            ? await client.OpenEventsAsync(runId, _lastSequence, request.IncludePartialMessages, _lifetime.Token).ConfigureAwait(false)
            : await client.SubmitAsync(request, runId, _lifetime.Token).ConfigureAwait(false);
        _isKnown = true;
        return stream;
    }

    private bool Accept(RunUpdate update)
    {
        if (update.Record is { } record)
        {
            _isOver = record.IsFinal;
            return true;
        }

        if (update.Sequence <= _lastSequence)
        {
            return false;
        }

        _lastSequence = update.Sequence;
        _losses = 0;
        return true;
    }

    private async Task<RunStream> ResumeAsync(Exception loss)
    {
        var unknown = 0;
        _losses++;
        foreach (var delay in RetryDelays)
        {
            await Task.Delay(delay, _lifetime.Token).ConfigureAwait(false);
            if (ConnectionLoss.Cause(loss) is { } cause)
            {
                throw Lost(cause.Code, cause.Message, cause);
            }

            if (_losses > MostLossesInARow)
            {
                break;
            }

            try
            {
                await client.AskAsync(runId, _lifetime.Token).ConfigureAwait(false);
                _isKnown = true;
                return await client.OpenEventsAsync(runId, _lastSequence, request.IncludePartialMessages, _lifetime.Token).ConfigureAwait(false);
            }
            catch (ClaudeboxException exception) when (exception.Code == FailureCode.RunNotFound)
            {
                if (_isKnown)
                {
                    throw Lost(FailureCode.ConnectionLost, "The server no longer knows the run.", exception);
                }

                if (++unknown >= UnknownAnswersNeeded)
                {
                    throw new ClaudeboxException(FailureCode.ConnectionLost,
                        $"The connection was lost before the request reached the server ({EngineFailures.Innermost(loss)}); it was not sent again.", loss);
                }
            }
            catch (Exception exception) when (ConnectionLoss.Is(exception) && !_lifetime.IsCancellationRequested)
            {
                loss = exception;
            }
        }

        throw Lost(FailureCode.ConnectionLost, $"The connection to {client.Name} was lost: {EngineFailures.Innermost(loss)}", loss);
    }

    private ClaudeboxException Lost(FailureCode code, string message, Exception cause) =>
        new(code, _isAttached ? message : $"{message}\nThe prompt was not sent again. {Known()}", cause);

    private string Known() => _isKnown
        ? $"The run {runId} had begun ({_lastSequence} events received); once its container runs again, it is listed with its state."
        : $"Whether the run {runId} began is not known; once its container runs again, it is listed if it did.";

    private async Task CancelRunAsync()
    {
        using var limit = new CancellationTokenSource(CancelLimit);
        try
        {
            // Answers when the run is final.
            await client.CancelRunAsync(runId, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException)
        {
            // Closing the stream, which comes next, cancels the run as well.
        }
    }

    private async Task DropStreamAsync()
    {
        if (_stream is { } stream)
        {
            _stream = null;
            try
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (ConnectionLoss.Is(exception))
            {
                // The stream was lost already.
            }
        }
    }
}
