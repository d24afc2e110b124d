using Claudebox.Docker;
using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.PowerShell.Hosting;

/// <summary>A Docker Engine, connected when it is first needed, with its containers as cmdlets show them.</summary>
internal sealed class EngineAccess(string? dockerHost) : IAsyncDisposable
{
    private IReadOnlyDictionary<string, string>? _variables;
    private ClaudeboxEngine? _engine;

    /// <summary>How the engine is reached.</summary>
    public EngineOptions Options => new() { DockerHost = dockerHost, Variables = Variables };

    private IReadOnlyDictionary<string, string> Variables => _variables ??= StoredToken.AddTo(EnvironmentVariables.OfProcess());

    /// <summary>A container as cmdlets show it.</summary>
    public static ClaudeboxContainer Describe(WorkspaceContainer item) =>
        new(item.Id, item.Name, item.Role, item.State, item.Workspace, item.Image, item.Version);

    /// <summary>The options of a workspace's container.</summary>
    public WorkspaceOptions OptionsOf(WorkspaceTarget target) => new()
    {
        Workspace = target.Path,
        Role = target.IsTerminal ? WorkspaceRole.Interactive : WorkspaceRole.Prog,
        Variables = Variables,
        BaseDirectory = target.BaseDirectory,
        Image = target.Image,
        Network = target.Network,
        Mounts = target.Mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        DockerSocket = target.NoDockerSocket ? false : null,
    };

    /// <summary>Says what a container would be made of; makes no call to the engine.</summary>
    public HostPlan Plan(WorkspaceOptions options, IReadOnlyDictionary<string, string> environment)
    {
        var plan = ClaudeboxEngine.Plan(Options, options with { Environment = environment });
        return new HostPlan(PlanText.Lines(plan), plan.Warnings, ForwardedEnvironment.Collect(Variables, environment, plan.Network));
    }

    /// <summary>The engine.</summary>
    public async Task<ClaudeboxEngine> ConnectAsync(CancellationToken cancellationToken) =>
        _engine ??= await ClaudeboxEngine.ConnectAsync(Options, cancellationToken).ConfigureAwait(false);

    /// <summary>A client of the server in a container that runs.</summary>
    public async Task<ServerClient> ConnectToAsync(ClaudeboxContainer container, CancellationToken cancellationToken) =>
        (await ConnectAsync(cancellationToken).ConfigureAwait(false)).ConnectTo(Original(container));

    /// <summary>Stops a container; its runs get some seconds to end.</summary>
    public async Task StopAsync(ClaudeboxContainer container, CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await engine.StopContainerAsync(Original(container), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static WorkspaceContainer Original(ClaudeboxContainer container) => new()
    {
        Id = container.Id,
        Name = container.Name,
        Role = container.Role,
        State = container.State,
        Workspace = container.Workspace,
        Image = container.Image,
        Version = container.Version,
    };
}
