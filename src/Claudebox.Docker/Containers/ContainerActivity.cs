using System.Globalization;
using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Tells whether something goes on in a container, and stops one without taking it from under a run or a terminal.</summary>
internal sealed class ContainerActivity(EngineApi engine, ContainerTunnel tunnel)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private readonly ContainerLifecycle _lifecycle = new(engine);

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
            await DescribeServerAsync(container, startLimit, async (server, token) =>
            {
                var health = await server.HealthAsync(token).ConfigureAwait(false);
                return health.ActiveRuns > 0 ? "a run is in progress in it"
                    : health.AttachedTerminals > 0 ? "a terminal is attached to it"
                    : null;
            }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops a container unless something goes on in it. The server decides while it admits nothing, and turns away what comes
    /// later: a prompt is either what keeps the container, or starts it again.
    /// </summary>
    /// <param name="container">The container, as it was found.</param>
    /// <param name="startLimit">For how long after its start a container without a listening server counts as starting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A phrase such as "a run is in progress"; null when it stopped, or did not run when it was found.</returns>
    internal async Task<string?> StopIfUnusedAsync(ContainerInspectResponse container, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        if (container.State is not { Running: true })
        {
            return null;
        }

        var isAgreed = false;
        var busy = await DescribeTerminalsAsync(container, cancellationToken).ConfigureAwait(false) ??
            await DescribeServerAsync(container, startLimit, async (server, token) =>
            {
                var reason = await server.TryStopAsync(token).ConfigureAwait(false);
                isAgreed = reason is null;
                return reason;
            }, cancellationToken).ConfigureAwait(false);
        if (busy is null)
        {
            // After its consent the server ends by itself. To stop the container as well could hit one that was started again.
            await (isAgreed
                ? _lifecycle.WaitUntilStoppedAsync(container.ID, cancellationToken)
                : _lifecycle.StopAsync(container.ID, cancellationToken)).ConfigureAwait(false);
        }

        return busy;
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

    private async Task<string?> DescribeServerAsync(
        ContainerInspectResponse container, TimeSpan startLimit, Func<ServerClient, CancellationToken, Task<string?>> ask, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        var server = new ServerClient(token => tunnel.OpenAsync(container.ID, token));
        await using (server.ConfigureAwait(false))
        {
            try
            {
                return await ask(server, limited.Token).ConfigureAwait(false);
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
