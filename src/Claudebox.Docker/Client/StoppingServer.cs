using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>
/// Submits to a server that may be about to end. Its answer that it stops says that nothing was begun, so the same may be
/// submitted to it again once it has been started again.
/// </summary>
internal static class StoppingServer
{
    private const int MostSubmissions = 4;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Submits, and again after a stop.</summary>
    /// <param name="server">The server.</param>
    /// <param name="submit">Submits once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What <paramref name="submit"/> gives.</returns>
    /// <exception cref="ClaudeboxException">It was refused for another reason, or the server does not come back.</exception>
    internal static async Task<T> SubmitAsync<T>(ServerClient server, Func<Task<T>> submit, CancellationToken cancellationToken)
    {
        for (var submission = 1; ; submission++)
        {
            ClaudeboxException refusal;
            try
            {
                return await submit().ConfigureAwait(false);
            }
            catch (ClaudeboxException exception) when (exception.Code == FailureCode.ServerUnavailable && submission < MostSubmissions)
            {
                refusal = exception;
            }

            await WaitUntilStartedAsync(server, refusal, cancellationToken).ConfigureAwait(false);
        }
    }

    // The client's next connection starts the container again.
    private static async Task WaitUntilStartedAsync(ServerClient server, ClaudeboxException refusal, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await IsStartedAsync(server, limit.Token).ConfigureAwait(false))
            {
                await Task.Delay(Poll, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw refusal;
        }
    }

    private static async Task<bool> IsStartedAsync(ServerClient server, CancellationToken cancellationToken)
    {
        try
        {
            return (await server.HealthAsync(cancellationToken).ConfigureAwait(false)).Status != ServerHealth.Stopping;
        }
        catch (ClaudeboxException exception) when (exception.Code == FailureCode.ConnectionLost)
        {
            return false;
        }
    }
}
