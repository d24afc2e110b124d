using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>What the engine knows about the end of a container.</summary>
internal sealed class ContainerJournal(EngineApi engine)
{
    private const string Lines = "20";
    private const int LongestTail = 4000;

    /// <summary>Tells why a container does not run.</summary>
    /// <returns>The reason; null when it runs or the engine does not say.</returns>
    internal async Task<ContainerStoppedException?> HowItStoppedAsync(string containerId, CancellationToken cancellationToken)
    {
        try
        {
            var found = await engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(containerId, token), cancellationToken).ConfigureAwait(false);
            return found.State is { Running: false } state
                ? new ContainerStoppedException(containerId, state.Status, state.ExitCode, await LogTailAsync(containerId, cancellationToken).ConfigureAwait(false))
                : null;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return ContainerStoppedException.Removed(containerId);
        }
        catch (DockerApiException)
        {
            return null;
        }
    }

    private async Task<string> LogTailAsync(string containerId, CancellationToken cancellationToken)
    {
        try
        {
            var text = await engine.CallAsync(
                async (client, token) =>
                {
                    using var log = await client.Containers.GetContainerLogsAsync(
                        containerId, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = Lines }, token).ConfigureAwait(false);
                    var (output, error) = await log.ReadOutputToEndAsync(token).ConfigureAwait(false);
                    return (output + error).Trim();
                },
                cancellationToken, TimeSpan.FromSeconds(10)).ConfigureAwait(false);
            return text.Length > LongestTail ? text[^LongestTail..] : text;
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It was removed meanwhile, its log with it.
            return string.Empty;
        }
        catch (DockerApiException exception)
        {
            return $"(the log cannot be read: {EngineFailures.MessageOf(exception)})";
        }
    }
}
