using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Starts, stops and removes containers, while other processes may do the same.</summary>
internal sealed class ContainerLifecycle(EngineApi engine)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

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
            // The engine kills it after the time that the container was made with.
            var container = await engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(id, token), cancellationToken).ConfigureAwait(false);
            var limit = AnswerLimit + (container.Config?.StopTimeout ?? TimeSpan.Zero);
            await engine.CallAsync(
                (client, token) => client.Containers.StopContainerAsync(id, new ContainerStopParameters(), token), cancellationToken, limit).ConfigureAwait(false);
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

    /// <summary>Waits until a container whose server ends by itself has stopped; one that does not in time is left to its next user.</summary>
    internal async Task WaitUntilStoppedAsync(string id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EndLimit);
        try
        {
            await engine.CallAsync((client, token) => client.Containers.WaitContainerAsync(id, token), limit.Token).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // It is gone.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody started it again, or it hangs.
        }
    }

    /// <summary>Removes a container that does not run.</summary>
    /// <returns>Whether it is gone or going; false when it runs, because somebody started it again.</returns>
    internal async Task<bool> TryRemoveStoppedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync(
                (client, token) => client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { RemoveVolumes = true }, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound || IsGoing(exception))
        {
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.Conflict)
        {
            return false;
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused("The container cannot be removed", exception);
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

    // "removal of container ... is already in progress"
    private static bool IsGoing(DockerApiException exception) =>
        EngineFailures.MessageOf(exception).Contains("already in progress", StringComparison.OrdinalIgnoreCase);

    private static bool IsMissingPart(DockerApiException exception) =>
        EngineFailures.MessageOf(exception).Contains("network", StringComparison.OrdinalIgnoreCase);
}
