using Claudebox.Runs;
using Claudebox.Terminals;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>
/// Attaches a terminal to a command in a container: a lease through the tunnel, which tells the server how long the terminal is
/// there, then an exec, of which the engine would leave the process running when its client goes (prototypes.md §3).
/// </summary>
internal sealed class TerminalAttachment(EngineApi engine)
{
    // The engine's standard keys for leaving, Ctrl+P Ctrl+Q, would swallow keys and cut a paste that holds them. Nobody types these.
    private const string DetachKeys = "ctrl-^,ctrl-^,ctrl-^,ctrl-^,ctrl-^,ctrl-^,ctrl-^,ctrl-^";

    private const int StopAttempts = 20;

    private static readonly TimeSpan StopRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly ContainerJournal _journal = new(engine);

    internal async Task<int> RunAsync(
        WorkspaceConnection connection, TerminalCommand command, ITerminal terminal, CancellationToken cancellationToken)
    {
        var containerId = connection.Container.Id;
        var request = new TerminalRequest { Arguments = command.Arguments, Environment = command.AllVariables() };
        var lease = await connection.Server.OpenTerminalAsync(request, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                var execId = await CreateAsync(containerId, lease.TerminalId, cancellationToken).ConfigureAwait(false);
                if (await TransferAsync(execId, lease, terminal, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    throw await ExplainAsync(containerId, failure, cancellationToken).ConfigureAwait(false);
                }

                return await new ContainerExec(engine).ExitCodeAsync(execId, cancellationToken).ConfigureAwait(false);
            }
            catch (DockerApiException exception)
            {
                throw EngineFailures.Refused("The terminal cannot be attached", exception);
            }
        }
    }

    private async Task<string> CreateAsync(string containerId, string terminalId, CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecCreateParameters
        {
            Cmd = [ContainerCommand.ServerProgram, "terminal", terminalId],
            User = "root",
            TTY = true,
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            DetachKeys = DetachKeys,
        };
        var exec = await engine.CallAsync(
            (client, token) => client.Exec.CreateContainerExecAsync(containerId, parameters, token), cancellationToken).ConfigureAwait(false);
        return exec.ID;
    }

    // Why the command was ended from outside; null when it ended by itself.
    private async Task<RunFailure?> TransferAsync(string execId, TerminalLease lease, ITerminal terminal, CancellationToken cancellationToken)
    {
        var transfer = new TerminalTransfer(engine, execId, terminal);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var raw = terminal.EnterRawMode(transfer.NoteResize);
        using var screen = new PlainScreen(terminal);
        using var stream = await engine.CallAsync(
            (client, token) => client.Exec.StartContainerExecAsync(execId, new ContainerExecStartParameters { TTY = true }, token),
            cancellationToken).ConfigureAwait(false);
        var transferring = transfer.RunAsync(stream, late.Token);
        if (await Task.WhenAny(transferring, lease.Ended).ConfigureAwait(false) != transferring)
        {
            // The server has ended the command, or is gone: the engine ends the output in a moment, unless it is gone too.
            late.CancelAfter(EndLimit);
        }

        try
        {
            await transferring.ConfigureAwait(false);
        }
        catch (Exception exception) when (EngineFailures.IsConnectionFailure(exception) || exception is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return lease.Ended.IsCompleted && await lease.Ended.ConfigureAwait(false) is { } reason
                ? reason
                : EngineFailures.Unavailable(engine.Endpoint, exception).Failure;
        }

        // The server has yet to end what the command left behind. It does so in any case; only the wait for it is limited.
        await Task.WhenAny(lease.Ended, Task.Delay(EndLimit, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var failure = lease.Ended.IsCompleted ? await lease.Ended.ConfigureAwait(false) : null;
        if (failure is null)
        {
            screen.Keep();
        }

        return failure;
    }

    private async Task<ClaudeboxException> ExplainAsync(string containerId, RunFailure failure, CancellationToken cancellationToken)
    {
        // A server that is gone takes its container along, which the engine notes a moment later.
        for (var attempt = 0; failure.Code == FailureCode.ConnectionLost && attempt < StopAttempts; attempt++)
        {
            if (await _journal.HowItStoppedAsync(containerId, cancellationToken).ConfigureAwait(false) is { } stopped)
            {
                return stopped.ToFailure();
            }

            await Task.Delay(StopRetryDelay, cancellationToken).ConfigureAwait(false);
        }

        return new ClaudeboxException(failure);
    }
}
