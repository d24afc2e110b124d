using Claudebox.Runs;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Brings a workspace's container up until its server answers.</summary>
internal sealed class WorkspaceOpener(EngineApi engine)
{
    private const int MostStarts = 4;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);
    private readonly ContainerJournal _journal = new(engine);

    private ContainerTunnel Tunnel => new(engine, _journal);

    private ContainerLifecycle Lifecycle => new(engine);

    private ContainerKeeper Keeper => new(engine, Lifecycle, new ContainerActivity(engine, Tunnel));

    internal async Task<WorkspaceConnection> OpenAsync(
        ContainerPlan plan, string imageId, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        for (var start = 1; ; start++)
        {
            var container = await Keeper.EnsureAsync(plan, imageId, progress, cancellationToken).ConfigureAwait(false);
            var server = new ServerClient(token => ConnectAsync(container.ID, token));
            try
            {
                await WaitUntilHealthyAsync(container, server, plan, progress, cancellationToken).ConfigureAwait(false);
                return new WorkspaceConnection(ContainerList.Convert(container, plan), plan, server);
            }
            catch (ContainerStoppedException stopped)
            {
                // Its idle time ran out while we connected: start it again.
                await server.DisposeAsync().ConfigureAwait(false);
                if (!stopped.IsIdleStop || start == MostStarts)
                {
                    throw stopped.ToFailure();
                }
            }
            catch
            {
                await server.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    // A later connection of the same client may find that the container stopped because it was unused.
    private async ValueTask<Stream> ConnectAsync(string containerId, CancellationToken cancellationToken)
    {
        try
        {
            return await Tunnel.OpenAsync(containerId, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerStoppedException stopped) when (stopped.IsIdleStop)
        {
            await Lifecycle.StartAsync(containerId, cancellationToken).ConfigureAwait(false);
            return await Tunnel.OpenAsync(containerId, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitUntilHealthyAsync(
        ContainerInspectResponse container, ServerClient server, ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var hooks = InitHooks.LongestTime(plan);
        var startLimit = StartLimit + hooks;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(startLimit);
        ClaudeboxException? last = null;
        try
        {
            while (true)
            {
                try
                {
                    using var attempt = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
                    attempt.CancelAfter(AttemptLimit);
                    await server.HealthAsync(attempt.Token).ConfigureAwait(false);
                    return;
                }
                catch (ClaudeboxException exception) when (exception.Code is FailureCode.ConnectionLost or FailureCode.ContainerFailed)
                {
                    last = exception;
                }
                catch (OperationCanceledException) when (!limit.IsCancellationRequested)
                {
                    last = new ClaudeboxException(FailureCode.ConnectionLost, "The server in the container does not answer.");
                }

                if (await _journal.HowItStoppedAsync(container.ID, limit.Token).ConfigureAwait(false) is { } stopped)
                {
                    throw stopped;
                }

                if (hooks > TimeSpan.Zero)
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
                $"The server in the container '{container.Name.TrimStart('/')}' did not get ready within {startLimit.TotalSeconds:0} seconds. {last?.Message}", last);
        }
    }
}
