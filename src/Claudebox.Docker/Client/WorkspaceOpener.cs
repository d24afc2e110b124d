namespace Claudebox.Docker;

/// <summary>Brings a workspace's container up until its server answers.</summary>
internal sealed class WorkspaceOpener(EngineApi engine)
{
    private const int MostStarts = 4;
    private readonly ContainerJournal _journal = new(engine);

    private ContainerTunnel Tunnel => new(engine, _journal);

    private ContainerLifecycle Lifecycle => new(engine);

    private ServerReadiness Readiness => new(_journal);

    internal async Task<WorkspaceConnection> OpenAsync(
        ContainerPlan plan, string imageId, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var keeper = new ContainerKeeper(engine, Lifecycle, new ContainerActivity(engine, Tunnel));
        for (var start = 1; ; start++)
        {
            var container = await keeper.EnsureAsync(plan, imageId, progress, cancellationToken).ConfigureAwait(false);
            var server = new ServerClient(token => ConnectAsync(container.ID, plan, token));
            try
            {
                await Readiness.WaitAsync(container.ID, server, plan, progress, cancellationToken).ConfigureAwait(false);
                return new WorkspaceConnection(ContainerList.Convert(container, plan), plan, server) { IsMade = keeper.HasMade, Remade = keeper.Remade };
            }
            catch (ContainerStoppedException stopped)
            {
                // Its idle time ran out while we connected, or another process makes it anew: look again.
                await server.DisposeAsync().ConfigureAwait(false);
                if (!(stopped.IsIdleStop || stopped.IsRemoved) || start == MostStarts)
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

    /// <summary>Connects to a container without looking at what it is made of; one that stopped is started.</summary>
    internal async Task<WorkspaceConnection> OpenAsItIsAsync(
        WorkspaceContainer container, ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        if (container.IsRunning)
        {
            return new WorkspaceConnection(container, plan, new ServerClient(token => ConnectAsync(container.Id, plan, token)));
        }

        progress?.Report(new EngineProgress { Activity = "Preparing container", Status = $"Starting {container.Name}" });
        var server = await StartAsItIsAsync(container.Id, plan, progress, cancellationToken).ConfigureAwait(false);
        return new WorkspaceConnection(container with { State = "running" }, plan, server);
    }

    /// <summary>Starts a container without looking at what it is made of.</summary>
    internal async Task<ServerClient> StartAsItIsAsync(
        string containerId, ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        await Lifecycle.StartAsync(containerId, cancellationToken).ConfigureAwait(false);
        var server = new ServerClient(token => ConnectAsync(containerId, plan, token));
        try
        {
            await Readiness.WaitAsync(containerId, server, plan, progress, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch (ContainerStoppedException stopped)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw stopped.ToFailure();
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // A later connection of the same client may find that the container stopped because it was unused.
    private async ValueTask<Stream> ConnectAsync(string containerId, ContainerPlan plan, CancellationToken cancellationToken)
    {
        for (var start = 1; ; start++)
        {
            try
            {
                return await Tunnel.OpenAsync(containerId, cancellationToken).ConfigureAwait(false);
            }
            catch (ContainerStoppedException stopped) when (stopped.IsIdleStop && start < MostStarts)
            {
                await StartAsync(containerId, plan, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task StartAsync(string containerId, ContainerPlan plan, CancellationToken cancellationToken)
    {
        await Lifecycle.StartAsync(containerId, cancellationToken).ConfigureAwait(false);
        var server = new ServerClient(token => Tunnel.OpenAsync(containerId, token));
        await using (server.ConfigureAwait(false))
        {
            try
            {
                await Readiness.WaitAsync(containerId, server, plan, progress: null, cancellationToken).ConfigureAwait(false);
            }
            catch (ContainerStoppedException stopped) when (stopped.IsIdleStop)
            {
                // Its idle time ran out once more; the next attempt to connect meets that.
            }
        }
    }
}
