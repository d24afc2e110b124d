using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Runs one command in a container of its own that is removed afterwards: nothing of the host is mounted, and it has no network.</summary>
internal sealed class OneShotContainer(EngineApi engine)
{
    private static readonly TimeSpan RemoveLimit = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command.</summary>
    /// <returns>The command's exit code.</returns>
    internal async Task<int> RunAsync(string image, ContainerCommand command, CancellationToken cancellationToken)
    {
        try
        {
            var created = await engine.CallAsync(
                (client, token) => client.Containers.CreateContainerAsync(Parameters(image, command), token), cancellationToken).ConfigureAwait(false);
            try
            {
                return await RunCreatedAsync(created.ID, command, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await RemoveAsync(created.ID).ConfigureAwait(false);
            }
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused($"The image '{image}' cannot be run", exception);
        }
    }

    private static CreateContainerParameters Parameters(string image, ContainerCommand command) => new()
    {
        Image = image,
        User = command.User,
        Entrypoint = [command.Arguments[0]],
        Cmd = [.. command.Arguments.Skip(1)],
        Env = [.. command.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        WorkingDir = command.WorkingDirectory ?? string.Empty,
        AttachStdout = true,
        AttachStderr = true,
        NetworkDisabled = true,
        HostConfig = new HostConfig { NetworkMode = "none" },
    };

    private async Task<int> RunCreatedAsync(string id, ContainerCommand command, CancellationToken cancellationToken)
    {
        var attach = new ContainerAttachParameters { Stream = true, Stdout = true, Stderr = true };
        using var stream = await engine.CallAsync(
            (client, token) => client.Containers.AttachContainerAsync(id, attach, token), cancellationToken).ConfigureAwait(false);
        await engine.CallAsync(
            (client, token) => client.Containers.StartContainerAsync(id, new ContainerStartParameters(), token), cancellationToken).ConfigureAwait(false);
        try
        {
            await stream.CopyOutputToAsync(Stream.Null, command.Output, command.Error, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (EngineFailures.IsConnectionFailure(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineFailures.Unavailable(engine.Endpoint, exception);
        }

        var ended = await engine.CallAsync((client, token) => client.Containers.WaitContainerAsync(id, token), cancellationToken).ConfigureAwait(false);
        return (int)ended.StatusCode;
    }

    private async Task RemoveAsync(string id)
    {
        using var limit = new CancellationTokenSource(RemoveLimit);
        try
        {
            await new ContainerLifecycle(engine).RemoveAsync(id, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException)
        {
            // The engine is gone; what matters has been said already.
        }
    }
}
