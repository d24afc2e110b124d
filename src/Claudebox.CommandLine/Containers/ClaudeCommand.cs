using Claudebox.CommandLine.Streams;
using Claudebox.Docker;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Containers;

/// <summary>
/// Runs a command of Claude Code itself in a container that the workspace has: on this terminal where there is one, else on
/// pipes. What it changes lies in the data directory and the workspace.
/// </summary>
internal sealed class ClaudeCommand(CommandContext context)
{
    private const string Verb = "claude";

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">Claude Code's arguments, verbatim.</param>
    /// <param name="cancellationToken">Ends the command with all that it started.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // Where the output is not the terminal, as in a pipeline of PowerShell, only what asks people gets one.
        var terminal = context.Console.IsOutputTerminal || AsksPeople(arguments) ? context.Console.OpenTerminal() : null;
        var options = context.WorkspaceOptions(terminal is null ? WorkspaceRole.Prog : WorkspaceRole.Interactive);
        var variables = context.ForwardedVariables(options);
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var connection = await engine.OpenExistingWorkspaceAsync(options, context.Status, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            context.Status.Detail($"claude {arguments[0]} in container {connection.Container.Name}");
            context.Status.Clear();
            return terminal is not null
                ? await AttachAsync(engine, connection, terminal, arguments, variables, cancellationToken).ConfigureAwait(false)
                : await ExecuteAsync(engine, connection, arguments, variables, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool AsksPeople(IReadOnlyList<string> arguments) => arguments is ["setup-token", ..] or ["auth" or "mcp", "login", ..];

    private Task<int> AttachAsync(
        ClaudeboxEngine engine, WorkspaceConnection connection, ITerminal terminal, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var command = new TerminalCommand { Arguments = [Verb, .. arguments], Environment = variables, Variables = context.Console.Variables };
        return engine.AttachAsync(connection, command, terminal, cancellationToken);
    }

    private async Task<int> ExecuteAsync(
        ClaudeboxEngine engine, WorkspaceConnection connection, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var error = new TextStream(context.Console.Error);
        await using (error.ConfigureAwait(false))
        {
            var command = ContainerCommand.OfServer([Verb, .. arguments]) with
            {
                Environment = variables,
                Input = context.Console.Input,
                Output = context.Console.Output,
                Error = error,
            };
            return await engine.ExecuteAsync(connection.Container, command, cancellationToken).ConfigureAwait(false);
        }
    }
}
