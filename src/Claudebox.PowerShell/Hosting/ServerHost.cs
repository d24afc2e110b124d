using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.PowerShell.Hosting;

/// <summary>API servers on a Docker Engine, connected when it is first needed.</summary>
internal sealed class ServerHost(string? dockerHost) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly EngineAccess _access = new(dockerHost);

    /// <summary>Says what a server would be made of; makes no call to the engine.</summary>
    public HostPlan Plan(ServerTarget target, IReadOnlyDictionary<string, string> environment) => _access.Plan(Options(target), environment);

    /// <summary>Finds or makes a server's container, hands its credentials over and waits until it takes prompts.</summary>
    public async Task<ClaudeboxServer> StartAsync(
        ServerTarget target, ServerCredentials credentials, IProgress<HostProgress> progress, CancellationToken cancellationToken)
    {
        var engine = await _access.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var container = await engine.StartServerAsync(Options(target), credentials, new ProgressRelay(progress), cancellationToken).ConfigureAwait(false);
        return Describe(engine, container);
    }

    /// <summary>Lists servers, those that do not run included.</summary>
    public async Task<IReadOnlyList<ClaudeboxServer>> ListAsync(CancellationToken cancellationToken)
    {
        var engine = await _access.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var containers = await engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. containers.Where(container => container.Role == WorkspaceRole.Server).Select(container => Describe(engine, container))];
    }

    /// <summary>Asks a server that runs, through its container, how it is.</summary>
    /// <returns>The same server with what it says; unchanged when it does not answer in time.</returns>
    public async Task<ClaudeboxServer> AskAsync(ClaudeboxServer server, CancellationToken cancellationToken)
    {
        if (server.Container is not { IsRunning: true } container)
        {
            return server;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        var client = await _access.ConnectToAsync(container, cancellationToken).ConfigureAwait(false);
        await using var owned = client.ConfigureAwait(false);
        try
        {
            var health = await client.HealthAsync(limited.Token).ConfigureAwait(false);
            return new ClaudeboxServer(server.Url, container)
            {
                ActiveRuns = health.ActiveRuns,
                IsReady = await IsReadyAsync(client, limited.Token).ConfigureAwait(false),
            };
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // It may stop at any moment, or be starting.
            return server;
        }
    }

    /// <summary>Stops a server's container; its runs get some seconds to end.</summary>
    public Task StopAsync(ClaudeboxContainer container, CancellationToken cancellationToken) => _access.StopAsync(container, cancellationToken);

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    private static async Task<bool> IsReadyAsync(ServerClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.ReadyAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ClaudeboxException exception) when (exception.Code == FailureCode.ServerUnavailable)
        {
            return false;
        }
    }

    private static ClaudeboxServer Describe(ClaudeboxEngine engine, WorkspaceContainer item) => new(engine.UrlOf(item), EngineAccess.Describe(item));

    private WorkspaceOptions Options(ServerTarget target) => _access.OptionsOf(target.Container) with
    {
        Role = WorkspaceRole.Server,
        ExactName = target.Name,
        Publication = new ServerPublication(target.Address, target.Port),
        AllowedHosts = target.AllowedHosts,
        CorsOrigins = target.CorsOrigins,
        DrainSeconds = target.DrainSeconds,
    };
}
