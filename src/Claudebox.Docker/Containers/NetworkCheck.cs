using System.Net;
using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>
/// Looks whether a plan's network is there, before a container is given up for one that the engine would then refuse.
/// </summary>
internal sealed class NetworkCheck(EngineApi engine)
{
    private const string ContainerPrefix = "container:";

    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: there is no such network.</exception>
    internal async Task CheckAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        // The modes that every engine has need no network of that name.
        if (plan.Network is "bridge" or "host" or "none" or "default")
        {
            return;
        }

        if (plan.Network.StartsWith(ContainerPrefix, StringComparison.Ordinal))
        {
            var other = plan.Network[ContainerPrefix.Length..];
            if (!await ExistsAsync((client, token) => client.Containers.InspectContainerAsync(other, token), cancellationToken).ConfigureAwait(false))
            {
                throw new ClaudeboxException(FailureCode.InvalidRequest, $"There is no container '{other}' whose network could be used.");
            }
        }
        else if (!await ExistsAsync((client, token) => client.Networks.InspectNetworkAsync(plan.Network, token), cancellationToken).ConfigureAwait(false))
        {
            var all = await engine.CallAsync((client, token) => client.Networks.ListNetworksAsync(new NetworksListParameters(), token), cancellationToken).ConfigureAwait(false);
            throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"There is no network '{plan.Network}' on this engine. There are: {string.Join(", ", all.Select(network => network.Name).Order(StringComparer.Ordinal))}.");
        }
    }

    private async Task<bool> ExistsAsync<T>(Func<DockerClient, CancellationToken, Task<T>> inspect, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync(inspect, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
