using System.Runtime.ExceptionServices;
using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Runs commands in containers.</summary>
internal sealed class ContainerExec(EngineApi engine)
{
    private const string Marker = "CLAUDEBOX_EXEC";

    // The engine leaves the process of an exec running when its client goes, and cannot end it. What it started carries the
    // mark in its environment. The script is constant; the mark is its argument.
    private const string KillScript =
        """for p in /proc/[0-9]*; do if tr '\0' '\n' < "$p/environ" | grep -qxF "$1"; then kill -KILL "${p#/proc/}"; fi; done 2>/dev/null; true""";

    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    internal async Task<int> RunAsync(string containerId, ContainerCommand command, CancellationToken cancellationToken)
    {
        var mark = $"{Marker}={Guid.NewGuid():N}";
        var (output, error) = (new CallerStream(command.Output), new CallerStream(command.Error));
        try
        {
            return await RunMarkedAsync(containerId, command with { Output = output, Error = error }, mark, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when ((output.Failure ?? error.Failure) is not null)
        {
            // Nobody takes what it writes: it must not wait for ever for somebody who does.
            await KillAsync(containerId, mark).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw((output.Failure ?? error.Failure)!);
            throw;
        }
        catch (OperationCanceledException)
        {
            await KillAsync(containerId, mark).ConfigureAwait(false);
            throw;
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused("The command cannot be run in the container", exception);
        }
    }

    /// <summary>Asks how a command ended; its output may end a moment before the engine has noted the exit.</summary>
    internal async Task<int> ExitCodeAsync(string execId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = await engine.CallAsync((client, token) => client.Exec.InspectContainerExecAsync(execId, token), cancellationToken).ConfigureAwait(false);
            if (!state.Running)
            {
                return (int)(state.ExitCode ?? throw new ClaudeboxException(FailureCode.ContainerFailed, "The engine does not know how the command ended."));
            }

            await Task.Delay(10, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunMarkedAsync(string containerId, ContainerCommand command, string mark, CancellationToken cancellationToken)
    {
        var exec = await engine.CallAsync(
            (client, token) => client.Exec.CreateContainerExecAsync(
                containerId,
                new ContainerExecCreateParameters
                {
                    Cmd = [.. command.Arguments],
                    User = command.User,
                    WorkingDir = command.WorkingDirectory ?? string.Empty,
                    Env = [.. command.Environment.Select(variable => $"{variable.Key}={variable.Value}"), mark],
                    AttachStdin = command.Input is not null,
                    AttachStdout = true,
                    AttachStderr = true,
                },
                token),
            cancellationToken).ConfigureAwait(false);
        using var stream = await engine.CallAsync(
            (client, token) => client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), token), cancellationToken).ConfigureAwait(false);
        await TransferAsync(stream, command, cancellationToken).ConfigureAwait(false);
        return await ExitCodeAsync(exec.ID, cancellationToken).ConfigureAwait(false);
    }

    private async Task TransferAsync(MultiplexedStream stream, ContainerCommand command, CancellationToken cancellationToken)
    {
        using var outputEnded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = command.Input is { } source ? SendAsync(stream, source, outputEnded.Token) : Task.CompletedTask;
        try
        {
            await stream.CopyOutputToAsync(Stream.Null, command.Output, command.Error, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (EngineFailures.IsConnectionFailure(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineFailures.Unavailable(engine.Endpoint, exception);
        }
        finally
        {
            await outputEnded.CancelAsync().ConfigureAwait(false);
            await input.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task SendAsync(MultiplexedStream stream, Stream source, CancellationToken cancellationToken)
    {
        await stream.CopyFromAsync(source, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        stream.CloseWrite();
    }

    private async Task KillAsync(string containerId, string mark)
    {
        using var limit = new CancellationTokenSource(KillLimit);
        try
        {
            var killer = new ContainerCommand { Arguments = ["/bin/sh", "-c", KillScript, "sh", mark] };
            await RunMarkedAsync(containerId, killer, Marker + "=", limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClaudeboxException or DockerApiException or OperationCanceledException)
        {
            // The container or the engine is gone, and the command with it.
        }
    }
}
