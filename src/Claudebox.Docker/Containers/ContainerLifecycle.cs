using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Starts, stops and removes containers, while other processes may do the same.</summary>
internal sealed class ContainerLifecycle(EngineApi engine)
{
    private const uint SecondsBeforeKill = 10;

    /// <summary>Starts a container; one that runs already is left as it is.</summary>
    /// <returns>Whether it was there to be started.</returns>
    internal async Task<bool> StartAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync((client, token) => client.Containers.StartContainerAsync(id, new ContainerStartParameters(), token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound && !IsMissingPart(exception))
        {
            return false;
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.Conflict || IsBeingRemoved(exception))
        {
            return false;
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused("The container cannot be started", exception);
        }
    }

    /// <summary>Stops a container in order; the server has time to end its runs.</summary>
    internal async Task StopAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync(
                (client, token) => client.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = SecondsBeforeKill }, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NotModified)
        {
            // It is gone or stopped already.
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused("The container cannot be stopped", exception);
        }
    }

    /// <summary>Removes a container, running or not; one that is gone is no error.</summary>
    internal async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync(
                (client, token) => client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It is gone, or another process is removing it.
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused("The container cannot be removed", exception);
        }
    }

    private static bool IsBeingRemoved(DockerApiException exception) =>
        EngineFailures.MessageOf(exception).Contains("marked for removal", StringComparison.OrdinalIgnoreCase);

    private static bool IsMissingPart(DockerApiException exception) =>
        EngineFailures.MessageOf(exception).Contains("network", StringComparison.OrdinalIgnoreCase);
}
