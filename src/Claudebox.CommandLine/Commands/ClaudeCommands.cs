using System.CommandLine;
using Claudebox.CommandLine.Containers;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox auth …</c> and <c>claudebox mcp …</c>: Claude Code's own commands, passed on as they are.</summary>
internal static class ClaudeCommands
{
    /// <summary>Makes <c>auth</c>.</summary>
    public static Command CreateAuth(CommandContext context) => Create(context, new PassThroughCommand("auth", "Claude Code's own command: log in, log out, status.")
    {
        Words = ["login", "logout", "status"],
        Examples = [("claudebox auth login", "logs in; later containers are logged in too"), ("claudebox auth status", "exit code 1 when not logged in")],
    });

    /// <summary>Makes <c>mcp</c>.</summary>
    public static Command CreateMcp(CommandContext context) => Create(context, new PassThroughCommand("mcp", "Claude Code's own command: add, list and remove MCP servers.")
    {
        Words = ["add", "add-json", "get", "list", "login", "logout", "remove", "reset-project-choices", "serve"],
        Examples = [("claudebox mcp add files -- npx -y @modelcontextprotocol/server-filesystem .", ""), ("claudebox mcp list", "")],
        Notes = ["Options of Claudebox, such as --workspace, go before the command: claudebox -w ../other mcp list"],
    });

    private static PassThroughCommand Create(CommandContext context, PassThroughCommand command)
    {
        command.SetAction(async (result, cancellationToken) =>
        {
            string[] arguments = [command.Name, .. result.GetValue(command.Rest) ?? []];
            var exitCode = await new ClaudeCommand(context).RunAsync(arguments, cancellationToken).ConfigureAwait(false);
            if (exitCode == ExitCodes.Success && arguments is ["auth", "logout", ..] && context.Token.Delete())
            {
                await context.NoteAsync("The stored token is deleted, too.").ConfigureAwait(false);
            }

            return exitCode;
        });
        return command;
    }
}
