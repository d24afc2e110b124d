using System.CommandLine;
using Claudebox.CommandLine.Containers;
using Claudebox.CommandLine.Parsing;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox setup-token</c>: makes a token that lasts, by Claude Code's own command.</summary>
internal static class SetupTokenCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var command = new DocumentedCommand("setup-token", "Makes a token that lasts a year, for scripts and servers. Needs a terminal and a subscription.");
        command.SetAction(async (_, cancellationToken) => context.Console.OpenTerminal() is null
            ? throw new ClaudeboxException(FailureCode.InvalidRequest, "setup-token asks and answers: run it in a terminal.")
            : await new ClaudeCommand(context).RunAsync([command.Name], cancellationToken).ConfigureAwait(false));
        return command;
    }
}
