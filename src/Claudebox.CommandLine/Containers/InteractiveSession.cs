using Claudebox.Docker;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Containers;

/// <summary>Claude Code on this terminal, in the workspace's interactive container.</summary>
internal sealed class InteractiveSession(CommandContext context)
{
    private const string Verb = "interactive";

    /// <summary>Attaches the terminal until Claude Code ends.</summary>
    /// <param name="arguments">Options of the server's verb <c>interactive</c>.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="cancellationToken">Ends Claude Code.</param>
    /// <returns>Claude Code's exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ITerminal terminal, CancellationToken cancellationToken)
    {
        var options = context.WorkspaceOptions(WorkspaceRole.Interactive);
        var variables = context.ForwardedVariables(options);
        context.Status.Show("Connecting");
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var connection = await engine.OpenWorkspaceAsync(options, context.Status, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            context.Status.Clear();
            var command = new TerminalCommand { Arguments = [Verb, .. arguments], Environment = variables, Variables = context.Console.Variables };
            return await engine.AttachAsync(connection, command, terminal, cancellationToken).ConfigureAwait(false);
        }
    }
}
