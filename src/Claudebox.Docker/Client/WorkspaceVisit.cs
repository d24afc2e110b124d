namespace Claudebox.Docker;

/// <summary>
/// The server in whichever container of a workspace there is, whatever that is made of: for reading and tidying, which
/// must not make anything anew. Leaving it leaves the container as it was found.
/// </summary>
public sealed class WorkspaceVisit : IAsyncDisposable
{
    private readonly Func<Task> _leave;

    internal WorkspaceVisit(WorkspaceContainer container, string workspaceInside, ServerClient server, Func<Task>? leave = null)
    {
        Container = container;
        WorkspaceInside = workspaceInside;
        Server = server;
        _leave = leave ?? (() => Task.CompletedTask);
    }

    /// <summary>The container.</summary>
    public WorkspaceContainer Container { get; }

    /// <summary>The workspace's path in the container.</summary>
    public string WorkspaceInside { get; }

    /// <summary>The client of the server in the container.</summary>
    public ServerClient Server { get; }

    /// <summary>
    /// Closes the connection. A container that was started for the visit is stopped again, and one that was made for it is
    /// removed, unless someone uses it by now.
    /// </summary>
    /// <returns>A task that ends when that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync().ConfigureAwait(false);
        await _leave().ConfigureAwait(false);
    }
}
