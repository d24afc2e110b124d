using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Reads what a container wrote.</summary>
internal sealed class ContainerLog(EngineApi engine)
{
    /// <summary>Copies the log; with <see cref="LogOptions.Follow"/> until the container stops.</summary>
    internal async Task CopyAsync(string containerId, LogOptions options, Stream output, Stream error, CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters
        {
            ShowStdout = true,
            ShowStderr = true,
            Follow = options.Follow,
            Timestamps = options.Timestamps,
            Tail = options.Tail is { } lines ? lines.ToString(System.Globalization.CultureInfo.InvariantCulture) : "all",
        };
        var (target, errorTarget) = (new CallerStream(output), new CallerStream(error));
        try
        {
            using var log = await engine.CallAsync(
                (client, token) => client.Containers.GetContainerLogsAsync(containerId, parameters, token), cancellationToken).ConfigureAwait(false);
            await log.CopyOutputToAsync(Stream.Null, target, errorTarget, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (EngineFailures.IsConnectionFailure(exception) && (target.Failure ?? errorTarget.Failure) is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineFailures.Unavailable(engine.Endpoint, exception);
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused("The container's log cannot be read", exception);
        }
    }
}
