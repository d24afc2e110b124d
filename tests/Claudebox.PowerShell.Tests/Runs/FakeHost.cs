using Claudebox.PowerShell.Hosting;
using Claudebox.Runs;
using Claudebox.Sessions;

namespace Claudebox.PowerShell.Tests.Runs;

/// <summary>An engine whose containers answer from a script. The real one is used in the end-to-end tests.</summary>
internal sealed class FakeHost : IWorkspaceHost
{
    public required Func<RunRequest, string, CancellationToken, IAsyncEnumerable<RunUpdate>> Run { get; init; }

    public Func<Task> Opening { get; init; } = () => Task.CompletedTask;

    public List<RunRequest> Requests { get; } = [];

    public List<string> RunIds { get; } = [];

    /// <summary>Runs that have ended because they were cancelled.</summary>
    public List<string> Cancelled { get; init; } = [];

    /// <summary>What every plan warns of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What every container was made anew for.</summary>
    public IReadOnlyList<string> Remade { get; init; } = [];

    public int Opened { get; private set; }

    public int Closed { get; private set; }

    public bool Disposed { get; private set; }

    public Task<HostPlan> PlanAsync(WorkspaceTarget target, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult(new HostPlan(["Container: box of " + target.Path, "Variables: " + string.Join(", ", environment.Keys)], Warnings, environment));

    public string RealPathOf(string directory) => directory;

    public async Task<IWorkspaceServer> OpenAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new HostProgress("Starting container", null));
        await Opening();
        Opened++;
        return new Server(this, target);
    }

    public Task<IWorkspaceServer> VisitAsync(WorkspaceTarget target, IProgress<HostProgress> progress, CancellationToken cancellationToken) =>
        OpenAsync(target, progress, cancellationToken);

    public Task<int> AttachAsync(
        WorkspaceTarget target,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Func<IWorkspaceServer, Task> connected,
        IProgress<HostProgress> progress,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ClaudeboxCheck> CheckAsync(WorkspaceTarget target, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ClaudeboxContainer>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WorkspaceActivity?> FindActivityAsync(ClaudeboxContainer container, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(ClaudeboxContainer container, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    private sealed class Server(FakeHost host, WorkspaceTarget target) : IWorkspaceServer
    {
        public string Container => "box";

        public string PathInside => "/inside" + target.Path;

        public IReadOnlyList<string> Remade => host.Remade;

        public IAsyncEnumerable<RunUpdate> RunAsync(RunRequest request, string runId, CancellationToken cancellationToken)
        {
            host.Requests.Add(request);
            host.RunIds.Add(runId);
            return host.Run(request, runId, cancellationToken);
        }

        public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ClearSessionsAsync(string? origin, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteSessionAsync(string sessionId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            host.Closed++;
            return ValueTask.CompletedTask;
        }
    }
}
