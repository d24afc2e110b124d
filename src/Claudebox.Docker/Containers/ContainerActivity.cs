using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Tells whether something goes on in a container, so that it is never taken from under a run or a terminal.</summary>
internal sealed class ContainerActivity(EngineApi engine, ContainerTunnel tunnel)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Describes what goes on.</summary>
    /// <returns>A phrase such as "a run is in progress"; null when the container is idle.</returns>
    internal async Task<string?> DescribeAsync(ContainerInspectResponse container, CancellationToken cancellationToken)
    {
        if (container.State is not { Running: true })
        {
            return null;
        }

        return await DescribeTerminalsAsync(container, cancellationToken).ConfigureAwait(false) ??
            await DescribeRunsAsync(container.ID, cancellationToken).ConfigureAwait(false);
    }

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

    private async Task<string?> DescribeRunsAsync(string containerId, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        var server = new ServerClient(token => tunnel.OpenAsync(containerId, token));
        await using (server.ConfigureAwait(false))
        {
            try
            {
                var health = await server.HealthAsync(limited.Token).ConfigureAwait(false);
                return health.ActiveRuns > 0 ? "a run is in progress in it" : null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return "its server does not answer, so a run may be in progress";
            }
            catch (ClaudeboxException exception) when (exception.Code is FailureCode.ConnectionLost or FailureCode.ContainerFailed)
            {
                // Nothing listens in it, or it stopped meanwhile: no server, no runs.
                return null;
            }
        }
    }
}
