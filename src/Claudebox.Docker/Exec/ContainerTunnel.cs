using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Opens connections to the server's socket in a container.</summary>
internal sealed class ContainerTunnel(EngineApi engine, ContainerJournal journal)
{
    // A server that just starts makes its socket within this time; without the retries each attempt would cost an exec.
    // -t: after one side ended, the other may stay silent this long, which is how a run looks to a half-closed tunnel.
    private static readonly string[] Command = ["socat", "-t", "3600", "STDIO", "UNIX-CONNECT:/run/claudebox/api.sock,retry=20,interval=0.05"];

    /// <summary>Opens a connection.</summary>
    /// <exception cref="ContainerStoppedException">The container does not run, or is gone.</exception>
    /// <exception cref="ClaudeboxException">The engine refuses, or is gone.</exception>
    internal async ValueTask<Stream> OpenAsync(string containerId, CancellationToken cancellationToken)
    {
        try
        {
            var exec = await engine.CallAsync(
                (client, token) => client.Exec.CreateContainerExecAsync(
                    containerId,
                    new ContainerExecCreateParameters { User = "root", AttachStdin = true, AttachStdout = true, AttachStderr = true, Cmd = Command },
                    token),
                cancellationToken).ConfigureAwait(false);
            return new TunnelStream(await engine.CallAsync(
                (client, token) => client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), token),
                cancellationToken).ConfigureAwait(false));
        }
        catch (DockerApiException exception)
        {
            if (await journal.HowItStoppedAsync(containerId, cancellationToken).ConfigureAwait(false) is { } stopped)
            {
                throw stopped;
            }

            throw EngineFailures.Refused("The tunnel into the container cannot be opened", exception);
        }
    }
}
