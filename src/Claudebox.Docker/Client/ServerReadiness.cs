using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>Waits until the server in a container that was just started answers.</summary>
internal sealed class ServerReadiness(ContainerJournal journal)
{
    private static readonly TimeSpan ServerLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a container may take from its start until its server answers, init hooks included.</summary>
    internal static TimeSpan Limit(ContainerPlan plan) => ServerLimit + InitHooks.LongestTime(plan);

    /// <summary>Waits until a server answers.</summary>
    /// <param name="containerId">Its container.</param>
    /// <param name="server">A client of it.</param>
    /// <param name="plan">The container's plan.</param>
    /// <param name="progress">Told what is waited for; may be null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ContainerStoppedException">The container stopped meanwhile.</exception>
    /// <exception cref="ClaudeboxException">The server did not answer in time, or the engine is gone.</exception>
    internal async Task WaitAsync(
        string containerId, ServerClient server, ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var startLimit = Limit(plan);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(startLimit);
        ClaudeboxException? last = null;
        try
        {
            while (true)
            {
                last = await TryAsync(server, limit.Token).ConfigureAwait(false);
                if (last is null)
                {
                    return;
                }

                if (await journal.HowItStoppedAsync(containerId, limit.Token).ConfigureAwait(false) is { } stopped)
                {
                    throw stopped;
                }

                if (startLimit > ServerLimit)
                {
                    progress?.Report(new EngineProgress
                    {
                        Activity = "Preparing container",
                        Status = $"Waiting for {plan.Name}, which runs its init hooks (docker logs {plan.Name})",
                    });
                }

                await Task.Delay(100, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClaudeboxException(FailureCode.ContainerFailed,
                $"The server in the container of '{plan.Workspace}' did not get ready within {startLimit.TotalSeconds:0} seconds. {last?.Message}", last);
        }
    }

    private static async Task<ClaudeboxException?> TryAsync(ServerClient server, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(AttemptLimit);
        try
        {
            var health = await server.HealthAsync(attempt.Token).ConfigureAwait(false);
            return health.Status == ServerHealth.Stopping
                ? new ClaudeboxException(FailureCode.ServerUnavailable, "The server in the container is stopping.")
                : null;
        }
        catch (ClaudeboxException exception) when (exception.Code is FailureCode.ConnectionLost or FailureCode.ContainerFailed)
        {
            return exception;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ClaudeboxException(FailureCode.ConnectionLost, "The server in the container does not answer.");
        }
    }
}
