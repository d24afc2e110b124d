using System.Globalization;
using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Tells whether something goes on in a container, so that it is never taken from under a run or a terminal.</summary>
internal sealed class ContainerActivity(EngineApi engine, ContainerTunnel tunnel)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Describes what goes on.</summary>
    /// <param name="container">The container.</param>
    /// <param name="startLimit">For how long after its start a container without a listening server counts as starting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A phrase such as "a run is in progress"; null when the container is idle.</returns>
    internal async Task<string?> DescribeAsync(ContainerInspectResponse container, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        if (container.State is not { Running: true })
        {
            return null;
        }

        return await DescribeTerminalsAsync(container, cancellationToken).ConfigureAwait(false) ??
            await DescribeServerAsync(container, startLimit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DescribeAsync(ContainerInspectResponse, TimeSpan, CancellationToken)"/>
    internal async Task<string?> DescribeAsync(string containerId, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        try
        {
            var found = await engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(containerId, token), cancellationToken).ConfigureAwait(false);
            return await DescribeAsync(found, startLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // A container whose server never comes must not stay busy for ever. The start is told by the engine's clock.
    private static bool IsStarting(ContainerInspectResponse container, TimeSpan startLimit) =>
        DateTimeOffset.TryParse(container.State?.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var startedAt) &&
        DateTimeOffset.UtcNow - startedAt < startLimit;

    private async Task<string?> DescribeTerminalsAsync(ContainerInspectResponse container, CancellationToken cancellationToken)
    {
        foreach (var id in container.ExecIDs ?? [])
        {
            try
            {
                var exec = await engine.CallAsync((client, token) => client.Exec.InspectContainerExecAsync(id, token), cancellationToken).ConfigureAwait(false);
                if (exec.Running && exec.ProcessConfig?.Tty == true)
                {
                    return "a terminal is open in it";
                }
            }
            catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                // It ended in between.
            }
        }

        return null;
    }

    private async Task<string?> DescribeServerAsync(ContainerInspectResponse container, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        var server = new ServerClient(token => tunnel.OpenAsync(container.ID, token));
        await using (server.ConfigureAwait(false))
        {
            try
            {
                var health = await server.HealthAsync(limited.Token).ConfigureAwait(false);
                return health.ActiveRuns > 0 ? "a run is in progress in it"
                    : health.AttachedTerminals > 0 ? "a terminal is attached to it"
                    : null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return "its server does not answer, so a run may be in progress";
            }
            catch (ClaudeboxException exception) when (exception.Code is FailureCode.ConnectionLost or FailureCode.ContainerFailed)
            {
                // Nothing listens in it, or it stopped meanwhile: no runs, but its first user may be waiting for it.
                return IsStarting(container, startLimit) ? "it is still starting" : null;
            }
        }
    }
}
