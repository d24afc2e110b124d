using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>Brings a workspace's container up until its server answers.</summary>
internal sealed class WorkspaceOpener(EngineApi engine)
{
    private const int MostStarts = 4;
    private static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);
    private readonly ContainerJournal _journal = new(engine);

    private ContainerTunnel Tunnel => new(engine, _journal);

    private ContainerLifecycle Lifecycle => new(engine);

    private ServerReadiness Readiness => new(_journal);

    internal async Task<WorkspaceConnection> OpenAsync(ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var keeper = new ContainerKeeper(engine, Lifecycle, new ContainerActivity(engine, Tunnel));
        try
        {
            return await OpenAsync(plan, keeper, progress, cancellationToken).ConfigureAwait(false);
        }
        catch when (plan.Publication is not null && keeper.HasMade)
        {
            // Nothing would ever stop it, for a server has no idle time.
            await DiscardAsync(keeper, plan).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<WorkspaceConnection> OpenAsync(
        ContainerPlan plan, ContainerKeeper keeper, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        DataDirectory.Ensure(plan.DataDirectory);

        // Usually both are there, and neither needs to wait for the other.
        var finding = keeper.FindAsync(plan, cancellationToken);
        var preparing = new ImageStore(engine).PrepareAsync(plan.ImageChoice, ImagePolicy.IfMissing, progress, cancellationToken);
        await Task.WhenAll(preparing, finding).ConfigureAwait(false);
        var image = await preparing.ConfigureAwait(false);
        var found = image.IsNew ? null : await finding.ConfigureAwait(false);
        for (var start = 1; ; start++)
        {
            var container = await keeper.EnsureAsync(plan, image.Id, found, progress, cancellationToken).ConfigureAwait(false);
            found = null;
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

    private async Task DiscardAsync(ContainerKeeper keeper, ContainerPlan plan)
    {
        using var limit = new CancellationTokenSource(DiscardLimit);
        try
        {
            if (await keeper.FindAsync(plan, limit.Token).ConfigureAwait(false) is { } container)
            {
                await Lifecycle.RemoveAsync(container.ID, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException)
        {
            // What went wrong first is what the caller must learn.
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
