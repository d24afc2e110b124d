using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>A Docker Engine and the containers of Claudebox on it. All members may be called at the same time.</summary>
public sealed partial class ClaudeboxEngine : IAsyncDisposable
{
    private readonly EngineApi _api;

    private ClaudeboxEngine(EngineApi api) => _api = api;

    /// <summary>The engine's address, for messages.</summary>
    public string Endpoint => _api.Endpoint.ToString();

    /// <summary>Finds the engine and makes the first contact.</summary>
    /// <param name="options">Which engine.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The engine.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.DockerUnavailable"/> with the address and what to do, or <see cref="FailureCode.InvalidRequest"/>
    /// for an address that cannot be.
    /// </exception>
    public static async Task<ClaudeboxEngine> ConnectAsync(EngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var endpoint = EndpointResolver.For(options).Resolve(options.DockerHost);
        return new ClaudeboxEngine(await EngineApi.ConnectAsync(endpoint, options.ConnectTimeout, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Resolves what would be made for a workspace. Nothing is asked of an engine and nothing is changed.</summary>
    /// <param name="engine">Which engine; it is not contacted.</param>
    /// <param name="options">The workspace.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.WorkspaceNotFound"/> or <see cref="FailureCode.InvalidRequest"/>.</exception>
    public static ContainerPlan Plan(EngineOptions engine, WorkspaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        return ContainerPlanner.Plan(options, EndpointResolver.For(engine).Resolve(engine.DockerHost));
    }

    /// <summary>
    /// Brings a workspace's container up: the image is built or pulled when it is missing, the container made, remade when
    /// it differs, and started; then its server is waited for.
    /// </summary>
    /// <param name="options">The workspace.</param>
    /// <param name="progress">Told what goes on, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.WorkspaceNotFound"/>, <see cref="FailureCode.InvalidRequest"/>, <see cref="FailureCode.ImageNotFound"/>,
    /// <see cref="FailureCode.ImageBuildFailed"/>, <see cref="FailureCode.ImageIncompatible"/>, <see cref="FailureCode.WorkspaceBusy"/> (the
    /// container differs and is in use), <see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.
    /// </exception>
    public Task<WorkspaceConnection> OpenWorkspaceAsync(
        WorkspaceOptions options, IProgress<EngineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new WorkspaceOpener(_api).OpenAsync(ContainerPlanner.Plan(options, _api.Endpoint), progress, cancellationToken);
    }

    /// <summary>
    /// Connects to the server in whichever container of a workspace runs, whatever it is made of. When none runs, one is
    /// started, or made if its image is there, for as long as the visit lasts.
    /// </summary>
    /// <param name="options">The workspace; the rest counts only when a container must be made.</param>
    /// <param name="progress">Told what goes on, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The visit; null when there is neither a container nor an image, so that nothing can ever have run here.</returns>
    /// <exception cref="ClaudeboxException">As <see cref="OpenWorkspaceAsync"/>, but never that the workspace is busy.</exception>
    public Task<WorkspaceVisit?> VisitWorkspaceAsync(
        WorkspaceOptions options, IProgress<EngineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new WorkspaceVisitor(_api).VisitAsync(ContainerPlanner.Plan(options, _api.Endpoint), progress, cancellationToken);
    }

    /// <summary>
    /// Connects to a container that a workspace has, as it is: for commands that only need Claude Code and its data, whatever
    /// image, mounts or network it was made with; but where <see cref="WorkspaceOptions.Image"/> names one, only of that image.
    /// One that runs comes before one of the role that was asked for; without any, it is brought up as
    /// <see cref="OpenWorkspaceAsync"/> does.
    /// </summary>
    /// <param name="options">The workspace and the role that is preferred.</param>
    /// <param name="progress">Told what goes on, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ClaudeboxException">As of <see cref="OpenWorkspaceAsync"/>.</exception>
    public async Task<WorkspaceConnection> OpenExistingWorkspaceAsync(
        WorkspaceOptions options, IProgress<EngineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var plan = ContainerPlanner.Plan(options, _api.Endpoint);
        var containers = await ListContainersAsync(plan.Workspace, cancellationToken).ConfigureAwait(false);
        var candidate = containers
            .Where(container => container.IsOfOneWorkspace && container.Version == ClaudeboxVersion.Current && (container.IsRunning || container.Role == options.Role))
            .Where(container => options.Image is null || container.Image == options.Image)
            .OrderByDescending(container => container.IsRunning)
            .ThenByDescending(container => container.Role == options.Role)
            .FirstOrDefault();
        return candidate is null
            ? await OpenWorkspaceAsync(options, progress, cancellationToken).ConfigureAwait(false)
            : await new WorkspaceOpener(_api).OpenAsItIsAsync(candidate, plan, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The path by which a workspace's containers are known: every symbolic link is resolved, as far as the path exists.</summary>
    /// <param name="path">An absolute path on the host.</param>
    /// <returns>The real path; the path as it is when it cannot be resolved.</returns>
    public static string RealPathOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return RealPath.Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Lists containers of Claudebox, those that do not run included.</summary>
    /// <param name="workspace">A workspace's real path on the host; null lists all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The containers, by workspace and role.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<IReadOnlyList<WorkspaceContainer>> ListContainersAsync(string? workspace = null, CancellationToken cancellationToken = default) =>
        ContainerList.ListAsync(_api, workspace, cancellationToken);

    /// <summary>Connects to the server of a container that runs, without looking at its image or settings.</summary>
    /// <param name="container">The container.</param>
    /// <returns>A client; it connects at its first request, and starts nothing.</returns>
    public ServerClient ConnectTo(WorkspaceContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var tunnel = new ContainerTunnel(_api, new ContainerJournal(_api));
        return new ServerClient(token => tunnel.OpenAsync(container.Id, token));
    }

    /// <summary>Runs a command in a container that runs, and ends it when the wait is cancelled.</summary>
    /// <param name="container">The container.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the command with all that it started.</param>
    /// <returns>The command's exit code.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<int> ExecuteAsync(WorkspaceContainer container, ContainerCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(command);
        return new ContainerExec(_api).RunAsync(container.Id, command, cancellationToken);
    }

    /// <summary>
    /// Attaches a terminal to a command of a workspace's server until the command ends. Ending the wait, like the end of this
    /// process, ends the command with all that it started.
    /// </summary>
    /// <param name="connection">The workspace.</param>
    /// <param name="command">The command.</param>
    /// <param name="terminal">The terminal; it is raw meanwhile and restored in any case.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>The command's exit code.</returns>
    /// <exception cref="ClaudeboxException">
    /// The command was not started (<see cref="FailureCode.InvalidRequest"/>, <see cref="FailureCode.SessionNotFound"/>,
    /// <see cref="FailureCode.WorkspaceBusy"/>, <see cref="FailureCode.ClaudeMissing"/>), or the way to it broke
    /// (<see cref="FailureCode.ContainerFailed"/>, <see cref="FailureCode.ConnectionLost"/>, <see cref="FailureCode.DockerUnavailable"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<int> AttachAsync(
        WorkspaceConnection connection, TerminalCommand command, ITerminal terminal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(terminal);
        return new TerminalAttachment(_api).RunAsync(connection, command, terminal, cancellationToken);
    }

    /// <summary>Asks the engine what it is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its version and system.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.DockerUnavailable"/>.</exception>
    public async Task<EngineDetails> DescribeAsync(CancellationToken cancellationToken = default)
    {
        var version = await _api.CallAsync((client, token) => client.System.GetVersionAsync(token), cancellationToken).ConfigureAwait(false);
        var info = await _api.CallAsync((client, token) => client.System.GetSystemInfoAsync(token), cancellationToken).ConfigureAwait(false);
        return new EngineDetails
        {
            Endpoint = Endpoint,
            Source = _api.Endpoint.Source,
            Version = version.Version,
            ApiVersion = version.APIVersion,
            Platform = $"{version.Os}/{version.Arch}",
            RootDirectory = info.DockerRootDir is { Length: > 0 } directory ? directory : null,
        };
    }

    /// <summary>Runs a command of an image in a container of its own, without mounts and network, which is removed afterwards.</summary>
    /// <param name="image">The image's name or id.</param>
    /// <param name="command">The command; it gets no input.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>The command's exit code.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<int> RunOnceAsync(string image, ContainerCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        ArgumentNullException.ThrowIfNull(command);
        return new OneShotContainer(_api).RunAsync(image, command, cancellationToken);
    }

    /// <summary>Copies a container's log.</summary>
    /// <param name="container">The container.</param>
    /// <param name="options">What of it.</param>
    /// <param name="output">Where its standard output goes.</param>
    /// <param name="error">Where its standard error goes.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>A task that ends with the log; when it is followed, with the container.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task CopyLogAsync(
        WorkspaceContainer container, LogOptions options, Stream output, Stream error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(options);
        return new ContainerLog(_api).CopyAsync(container.Id, options, output, error, cancellationToken);
    }

    /// <summary>Stops a container; its server ends the runs in it first. One that does not run is no error.</summary>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it has stopped.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task StopContainerAsync(WorkspaceContainer container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return new ContainerLifecycle(_api).StopAsync(container.Id, cancellationToken);
    }

    /// <summary>Removes a container, after stopping it in order. Sessions stay: they live in the data directory.</summary>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public async Task RemoveContainerAsync(WorkspaceContainer container, CancellationToken cancellationToken = default)
    {
        await StopContainerAsync(container, cancellationToken).ConfigureAwait(false);
        await new ContainerLifecycle(_api).RemoveAsync(container.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections to the engine.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }
}
