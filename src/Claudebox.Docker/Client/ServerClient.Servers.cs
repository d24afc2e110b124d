using System.Runtime.CompilerServices;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <content>What API servers know beside the runs of a caller.</content>
public sealed partial class ServerClient
{
    /// <summary>Asks whether the server could run a prompt.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it has said so.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ServerUnavailable"/> and why, or the server cannot be reached.</exception>
    public Task ReadyAsync(CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, "ready", WireJson.Default.ServerReady, cancellationToken);

    /// <summary>Asks what the server does now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Busy workspaces and runs.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.Unauthorized"/>, or the server cannot be reached.</exception>
    public Task<ServerStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, "status", WireJson.Default.ServerStatus, cancellationToken);

    /// <summary>Hands credentials over, to a server that is reached through its container only.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the server has them.</returns>
    /// <exception cref="ClaudeboxException">The server cannot be reached or refuses.</exception>
    public async Task SetCredentialsAsync(ServerCredentials credentials, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        using var message = new HttpRequestMessage(HttpMethod.Put, "credentials") { Content = Json(credentials, WireJson.Default.ServerCredentials) };
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        try
        {
            using var response = await SendAsync(message, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClaudeboxException(FailureCode.ConnectionLost, "The server did not take the credentials in time.", exception);
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }

    /// <summary>Starts a run that does not depend on a connection.</summary>
    /// <param name="request">The prompt and how to run it.</param>
    /// <param name="runId">The run's id, as of <see cref="RunAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    /// <returns>The run as it is now.</returns>
    /// <exception cref="ClaudeboxException">The run was not accepted, or the server cannot be reached.</exception>
    public async Task<RunRecord> StartRunAsync(RunRequest request, string runId, CancellationToken cancellationToken = default)
    {
        RunRequestRules.Check(request);
        ArgumentException.ThrowIfNullOrEmpty(runId);
        using var message = new HttpRequestMessage(HttpMethod.Post, "run") { Content = Json(request with { Async = true }, WireJson.Default.RunRequest) };
        message.Headers.Add("Idempotency-Key", runId);
        await CallAsync(message, WireJson.Default.RunProgress, cancellationToken).ConfigureAwait(false);
        return await GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Follows a run from its first event to its end, over lost connections. Ending the enumeration leaves the run as it is.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="includePartialMessages">Whether the pieces of messages come too.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <returns>Events and states; the last one is the final state.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RunNotFound"/>, or the server cannot be reached any more.</exception>
    public async IAsyncEnumerable<RunUpdate> FollowRunAsync(
        string runId, bool includePartialMessages, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        var follower = RunFollower.Attach(this, runId, includePartialMessages);
        await using (follower.ConfigureAwait(false))
        {
            while (await follower.NextAsync(cancellationToken).ConfigureAwait(false) is { } update)
            {
                yield return update;
            }
        }
    }
}
