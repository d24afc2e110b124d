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

    private readonly EngineAccess _access = new(dockerHost);

    public Task<HostPlan> PlanAsync(WorkspaceTarget target, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult(_access.Plan(_access.OptionsOf(target), environment));

    public string RealPathOf(string directory) => ClaudeboxEngine.RealPathOf(directory);

    public async Task<IWorkspaceServer> OpenAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken)
    {
        var engine = await _access.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return Server(await engine.OpenWorkspaceAsync(_access.OptionsOf(target), new ProgressRelay(progress), cancellationToken).ConfigureAwait(false));
    }

    public async Task<IWorkspaceServer?> VisitAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken)
    {
        var engine = await _access.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var visit = await engine.VisitWorkspaceAsync(_access.OptionsOf(target), new ProgressRelay(progress), cancellationToken).ConfigureAwait(false);
        return visit is null ? null : new EngineServer(visit.Server, visit.Container.Name, visit.WorkspaceInside, visit);
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
        var engine = await _access.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var connection = await engine.OpenWorkspaceAsync(_access.OptionsOf(target), new ProgressRelay(progress), cancellationToken).ConfigureAwait(false);
        await using var owned = connection.ConfigureAwait(false);
        await connected(Server(connection)).ConfigureAwait(false);
        var command = new TerminalCommand { Arguments = ["interactive", .. arguments], Environment = environment };
        return await engine.AttachAsync(connection, command, terminal, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<ClaudeboxCheck> CheckAsync(WorkspaceTarget target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new HostCheckOptions { Engine = _access.Options, Workspace = _access.OptionsOf(target) };
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
        var engine = await _access.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var containers = await engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. containers.Select(EngineAccess.Describe)];
    }

    public async Task<WorkspaceActivity?> FindActivityAsync(ClaudeboxContainer container, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(ActivityLimit);
        var server = await _access.ConnectToAsync(container, cancellationToken).ConfigureAwait(false);
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

    public Task StopAsync(ClaudeboxContainer container, CancellationToken cancellationToken) => _access.StopAsync(container, cancellationToken);

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    private static EngineServer Server(WorkspaceConnection connection) =>
        new(connection.Server, connection.Container.Name, connection.Plan.WorkspaceInside, connection) { Remade = connection.Remade };

    private static string PathInside(string workspace) => HostPaths.OfThisComputer(workspace).ToContainerPath(workspace);
}
