using System.Net;
using Claudebox.Runs;
using Docker.DotNet;

namespace Claudebox.Docker;

/// <summary>Visits workspaces; see <see cref="WorkspaceVisit"/>.</summary>
internal sealed class WorkspaceVisitor(EngineApi engine)
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(30);

    private readonly ContainerTunnel _tunnel = new(engine, new ContainerJournal(engine));
    private readonly ContainerLifecycle _lifecycle = new(engine);

    internal async Task<WorkspaceVisit?> VisitAsync(ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var opener = new WorkspaceOpener(engine);
        var all = await ContainerList.ListAsync(engine, plan.Workspace, cancellationToken).ConfigureAwait(false);
        var containers = all.Where(container => container.IsOfOneWorkspace).ToList();
        if (containers.FirstOrDefault(container => container.IsRunning) is { } running)
        {
            return new WorkspaceVisit(running, plan.WorkspaceInside, new ServerClient(token => _tunnel.OpenAsync(running.Id, token)));
        }

        if (containers.FirstOrDefault(container => container.State is "exited" or "created") is { } stopped)
        {
            progress?.Report(new EngineProgress { Activity = "Preparing container", Status = $"Starting {stopped.Name}" });
            var server = await opener.StartAsItIsAsync(stopped.Id, plan, progress, cancellationToken).ConfigureAwait(false);
            return new WorkspaceVisit(stopped, plan.WorkspaceInside, server, () => LeaveAsync(stopped.Id, isMade: false));
        }

        // Without a container, and without the image that it would be made of, nothing can ever have run here.
        if (await new ImageStore(engine).FindAsync(plan.ImageChoice.Reference, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        var opened = await opener.OpenAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        return new WorkspaceVisit(
            opened.Container, plan.WorkspaceInside, opened.Server, opened.IsMade ? () => LeaveAsync(opened.Container.Id, isMade: true) : null);
    }

    private async Task LeaveAsync(string id, bool isMade)
    {
        using var limit = new CancellationTokenSource(LeaveLimit);
        try
        {
            var container = await engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(id, token), limit.Token).ConfigureAwait(false);
            if (await new ContainerActivity(engine, _tunnel).StopIfUnusedAsync(container, TimeSpan.Zero, limit.Token).ConfigureAwait(false) is null && isMade)
            {
                await _lifecycle.TryRemoveStoppedAsync(id, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (
            exception is ClaudeboxException or OperationCanceledException or DockerApiException { StatusCode: HttpStatusCode.NotFound })
        {
            // It is gone, or the engine is; else it stops by itself when its idle time is over.
        }
    }
}
