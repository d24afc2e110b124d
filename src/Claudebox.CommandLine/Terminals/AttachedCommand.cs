using Claudebox.Docker;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Terminals;

/// <summary>Brings the workspace's container up and attaches a terminal to a command in it.</summary>
internal sealed class AttachedCommand(CommandContext context)
{
    /// <summary>Runs the command until it ends.</summary>
    /// <param name="role">The container's role.</param>
    /// <param name="arguments">Arguments of <c>claudebox-server</c>, as <see cref="TerminalCommand.Arguments"/>.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>The command's exit code.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">It could not be started or reached.</exception>
    public async Task<int> RunAsync(WorkspaceRole role, IReadOnlyList<string> arguments, ITerminal terminal, CancellationToken cancellationToken)
    {
        var options = context.WorkspaceOptions(role);
        var command = new TerminalCommand
        {
            Arguments = arguments,
            Environment = context.ForwardedVariables(options),
            Variables = context.Console.Variables,
        };
        context.Status.Show("Connecting");
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var connection = await engine.OpenWorkspaceAsync(options, context.Status, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            context.Status.Detail($"Terminal in container {connection.Container.Name} ({engine.Endpoint})");
            context.Status.Clear();
            return await engine.AttachAsync(connection, command, terminal, cancellationToken).ConfigureAwait(false);
        }
    }
}
