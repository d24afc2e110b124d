using System.Runtime.CompilerServices;
using Claudebox.CommandLine.Checks;
using Claudebox.Docker;
using Claudebox.PowerShell.Failures;
using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.PowerShell.Hosting;

/// <summary>The real <see cref="IWorkspaceHost"/>: a Docker Engine, connected when it is first needed.</summary>
internal sealed class EngineHost(string? dockerHost) : IWorkspaceHost
{
    private static readonly TimeSpan ActivityLimit = TimeSpan.FromSeconds(5);

    private IReadOnlyDictionary<string, string>? _variables;
    private ClaudeboxEngine? _engine;

    private IReadOnlyDictionary<string, string> Variables => _variables ??= StoredToken.AddTo(EnvironmentVariables.OfProcess());

    public Task<HostPlan> PlanAsync(WorkspaceTarget target, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var plan = ClaudeboxEngine.Plan(EngineOptions(), Options(target) with { Environment = environment });
        var variables = ForwardedEnvironment.Collect(Variables, environment, plan.Network);
        return Task.FromResult(new HostPlan(PlanText.Lines(plan), plan.Warnings, variables));
    }

    public string RealPathOf(string directory) => ClaudeboxEngine.RealPathOf(directory);

    public async Task<IWorkspaceServer> OpenAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return Server(await engine.OpenWorkspaceAsync(Options(target), new ProgressRelay(progress), cancellationToken).ConfigureAwait(false));
    }

    public async Task<IWorkspaceServer> VisitAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var visit = await engine.VisitWorkspaceAsync(Options(target), new ProgressRelay(progress), cancellationToken).ConfigureAwait(false);
        return new EngineServer(visit.Server, visit.Container.Name, visit.WorkspaceInside, visit);
    }

    public async Task<int> AttachAsync(
        WorkspaceTarget target,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Func<IWorkspaceServer, Task> connected,
        IProgress<HostProgress> progress,
        CancellationToken cancellationToken)
    {
        var terminal = HostTerminal.TryOpen() ?? throw new ClaudeboxException(FailureCode.InvalidRequest, "There is no terminal here.");
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var connection = await engine.OpenWorkspaceAsync(Options(target), new ProgressRelay(progress), cancellationToken).ConfigureAwait(false);
        await using var owned = connection.ConfigureAwait(false);
        await connected(Server(connection)).ConfigureAwait(false);
        var command = new TerminalCommand { Arguments = ["interactive", .. arguments], Environment = environment };
        return await engine.AttachAsync(connection, command, terminal, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<ClaudeboxCheck> CheckAsync(WorkspaceTarget target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new HostCheckOptions { Engine = EngineOptions(), Workspace = Options(target) };
        await foreach (var check in HostChecks.RunAsync(options, cancellationToken).ConfigureAwait(false))
        {
            var status = check.Status switch
            {
                HostCheckStatus.Passed => ClaudeboxCheckStatus.Passed,
                HostCheckStatus.Warning => ClaudeboxCheckStatus.Warning,
                _ => ClaudeboxCheckStatus.Failed,
            };
            yield return new ClaudeboxCheck(check.Name, status, check.Detail, CmdletWords.Of(check.Advice));
        }
    }

    public async Task<IReadOnlyList<ClaudeboxContainer>> ListAsync(CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var containers = await engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. containers.Select(item => new ClaudeboxContainer(item.Id, item.Name, item.Role, item.State, item.Workspace, item.Image, item.Version))];
    }

    public async Task<WorkspaceActivity?> FindActivityAsync(ClaudeboxContainer container, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(ActivityLimit);
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var server = engine.ConnectTo(Original(container));
        await using (server.ConfigureAwait(false))
        {
            try
            {
                var inside = PathInside(container.Workspace);
                var runs = await server.ListRunsAsync(inside, limited.Token).ConfigureAwait(false);
                var sessions = await server.ListSessionsAsync(inside, limited.Token).ConfigureAwait(false);
                return new WorkspaceActivity(sessions.Count, runs.Count == 0 ? null : runs[0], runs.Sum(run => run.TotalCostUsd ?? 0));
            }
            catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // It may stop at any moment; what it is doing then is not known.
                return null;
            }
        }
    }

    public async Task StopAsync(ClaudeboxContainer container, CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await engine.StopContainerAsync(Original(container), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static EngineServer Server(WorkspaceConnection connection) =>
        new(connection.Server, connection.Container.Name, connection.Plan.WorkspaceInside, connection) { Remade = connection.Remade };

    private static string PathInside(string workspace) => HostPaths.OfThisComputer(workspace).ToContainerPath(workspace);

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

    private async Task<ClaudeboxEngine> ConnectAsync(CancellationToken cancellationToken) =>
        _engine ??= await ClaudeboxEngine.ConnectAsync(EngineOptions(), cancellationToken).ConfigureAwait(false);

    private EngineOptions EngineOptions() => new() { DockerHost = dockerHost, Variables = Variables };

    private WorkspaceOptions Options(WorkspaceTarget target) => new()
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
}
