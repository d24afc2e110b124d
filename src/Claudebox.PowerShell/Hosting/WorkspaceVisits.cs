using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Hosting;

/// <summary>Visits one workspace after the other; objects of a pipeline that are about the same one share the visit.</summary>
internal sealed class WorkspaceVisits(IWorkspaceHost host) : IAsyncDisposable
{
    private string? _path;
    private IWorkspaceServer? _server;

    /// <summary>Visits a workspace. The connection stays this object's.</summary>
    public async Task<IWorkspaceServer> VisitAsync(string path, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_server is not null && _path == path)
        {
            return _server;
        }

        await LeaveAsync().ConfigureAwait(false);
        var target = new WorkspaceTarget { Path = path, BaseDirectory = path };
        _server = await PreparationProgress.ShowAsync(
            output, path, progress => host.VisitAsync(target, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        _path = path;
        return _server;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LeaveAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            _path = null;
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }
}
