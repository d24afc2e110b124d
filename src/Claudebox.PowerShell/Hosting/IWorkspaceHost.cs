namespace Claudebox.PowerShell.Hosting;

/// <summary>What the cmdlets need of a Docker Engine, in types that are not the Docker library's.</summary>
internal interface IWorkspaceHost : IAsyncDisposable
{
    /// <summary>Says what a run would be made of; makes no call to the engine.</summary>
    /// <param name="target">The container.</param>
    /// <param name="environment">Variables that the caller names; those forwarded by rule are added.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<HostPlan> PlanAsync(WorkspaceTarget target, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken);

    /// <summary>The path by which a directory's containers are known: its symbolic links are resolved. No call to the engine.</summary>
    string RealPathOf(string directory);

    /// <summary>Finds or makes the workspace's container and connects to its server.</summary>
    Task<IWorkspaceServer> OpenAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken);

    /// <summary>
    /// Connects to the server in whichever container of the workspace runs, whatever it is made of. When none does, one is
    /// started for as long as the connection lasts.
    /// </summary>
    Task<IWorkspaceServer> VisitAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken);

    /// <summary>Opens Claude Code in the terminal of this process and waits until it ends.</summary>
    /// <param name="target">The container.</param>
    /// <param name="arguments">Options of the session.</param>
    /// <param name="environment">Variables of Claude Code.</param>
    /// <param name="connected">Called with the server when the container is ready, before the terminal is taken.</param>
    /// <param name="progress">Told of the preparation.</param>
    /// <param name="cancellationToken">Ends Claude Code.</param>
    /// <returns>Claude Code's exit code.</returns>
    Task<int> AttachAsync(
        WorkspaceTarget target,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Func<IWorkspaceServer, Task> connected,
        IProgress<HostProgress> progress,
        CancellationToken cancellationToken);

    /// <summary>Checks what prompts need on this computer; changes and starts nothing.</summary>
    /// <returns>Each check as soon as it is done.</returns>
    IAsyncEnumerable<ClaudeboxCheck> CheckAsync(WorkspaceTarget target, CancellationToken cancellationToken);

    /// <summary>Lists our containers.</summary>
    Task<IReadOnlyList<ClaudeboxContainer>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Asks the server in a container that runs what it knows; starts nothing.</summary>
    /// <returns>What it knows; null when it does not answer in time.</returns>
    Task<WorkspaceActivity?> FindActivityAsync(ClaudeboxContainer container, CancellationToken cancellationToken);

    /// <summary>Stops a container.</summary>
    Task StopAsync(ClaudeboxContainer container, CancellationToken cancellationToken);
}
