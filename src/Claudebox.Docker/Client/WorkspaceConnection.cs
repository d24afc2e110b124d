namespace Claudebox.Docker;

/// <summary>A workspace's running container and the client of its server.</summary>
public sealed class WorkspaceConnection : IAsyncDisposable
{
    internal WorkspaceConnection(WorkspaceContainer container, ContainerPlan plan, ServerClient server)
    {
        Container = container;
        Plan = plan;
        Server = server;
    }

    /// <summary>The container.</summary>
    public WorkspaceContainer Container { get; }

    /// <summary>The plan that the container agrees with.</summary>
    public ContainerPlan Plan { get; }

    /// <summary>Whether the container was made for this connection.</summary>
    public bool IsMade { get; init; }

    /// <summary>What differed, when the container was made anew for this connection, e.g. <c>image</c> or <c>mounts</c>; else empty.</summary>
    public IReadOnlyList<string> Remade { get; init; } = [];

    /// <summary>The client of the server in the container. It starts the container again when it stopped because it was unused.</summary>
    public ServerClient Server { get; }

    /// <summary>Closes the connection; the container goes on until its idle time is over.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
