using System.Net;
using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <content>API servers.</content>
public sealed partial class ClaudeboxEngine
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Brings the container of an API server up and hands its credentials over through the tunnel: they are in the server's memory
    /// and in no configuration. One that runs already gets these credentials instead of those that it has.
    /// </summary>
    /// <param name="options">The root of workspaces and where to publish the server.</param>
    /// <param name="credentials">Tokens of the API and variables of Claude Code.</param>
    /// <param name="progress">Told what goes on, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the attempt; a container that was made for it is removed.</param>
    /// <returns>The container; its server takes prompts.</returns>
    /// <exception cref="ClaudeboxException">
    /// As of <see cref="OpenWorkspaceAsync"/>; <see cref="FailureCode.ServerUnavailable"/> and others when the server cannot take prompts.
    /// </exception>
    public async Task<WorkspaceContainer> StartServerAsync(
        WorkspaceOptions options, ServerCredentials credentials, IProgress<EngineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        if (options.Publication is null || options.Role != WorkspaceRole.Server)
        {
            throw new ArgumentException("A server has its own role and is published.", nameof(options));
        }

        var connection = await OpenWorkspaceAsync(options, progress, cancellationToken).ConfigureAwait(false);
        await using var owned = connection.ConfigureAwait(false);
        try
        {
            progress?.Report(new EngineProgress { Activity = "Preparing container", Status = "Handing over the credentials" });
            await connection.Server.SetCredentialsAsync(credentials, cancellationToken).ConfigureAwait(false);
            await WaitUntilReadyAsync(connection.Server, cancellationToken).ConfigureAwait(false);
            var containers = await ListContainersAsync(connection.Container.Workspace, cancellationToken).ConfigureAwait(false);
            return containers.FirstOrDefault(container => container.Id == connection.Container.Id && container.PublishedAt is not null) ??
                throw new ClaudeboxException(FailureCode.ContainerFailed, $"The container '{connection.Container.Name}' stopped before its server was ready.");
        }
        catch when (connection.IsMade)
        {
            await DiscardAsync(connection.Container).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The URL of a server's API, as this computer reaches it.</summary>
    /// <param name="container">The server's container.</param>
    /// <returns>The URL; null when nothing is published.</returns>
    public Uri? UrlOf(WorkspaceContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.PublishedAt is null || !Uri.TryCreate($"http://{container.PublishedAt}/", UriKind.Absolute, out var url))
        {
            return null;
        }

        // An address that means all of the host's is none to connect to.
        var isEverywhere = IPAddress.TryParse(url.DnsSafeHost, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        var isRemote = _api.Endpoint.Uri.Scheme is not ("unix" or "npipe");
        return isEverywhere ? new UriBuilder(url) { Host = isRemote ? _api.Endpoint.Uri.Host : "127.0.0.1" }.Uri : url;
    }

    private static async Task WaitUntilReadyAsync(ServerClient server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadyLimit);
        ClaudeboxException? last = null;
        while (true)
        {
            try
            {
                await server.ReadyAsync(limit.Token).ConfigureAwait(false);
                return;
            }
            catch (ClaudeboxException exception) when (exception.Code == FailureCode.ServerUnavailable)
            {
                last = exception;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && last is not null)
            {
                throw last;
            }

            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            if (limit.IsCancellationRequested)
            {
                throw last;
            }
        }
    }

    private async Task DiscardAsync(WorkspaceContainer container)
    {
        using var limit = new CancellationTokenSource(DiscardLimit);
        try
        {
            await new ContainerLifecycle(_api).RemoveAsync(container.Id, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException)
        {
            // What went wrong first is what the caller must learn.
        }
    }
}
