using System.CommandLine;
using System.Text;
using Claudebox.CommandLine.Containers;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Terminals;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox setup-token</c>: makes a token that lasts, by Claude Code's own command, and keeps it if the user says so.</summary>
internal static class SetupTokenCommand
{
    private const string Question =
        "To let Claudebox use the token wherever no credential is set, paste it here; to keep it nowhere, press Enter: ";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var command = new DocumentedCommand("setup-token", "Makes a token that lasts a year, for scripts and servers. Needs a terminal and a subscription.")
        {
            Notes =
            [
                "Claude Code shows the token. It is stored only when you paste it at the question that follows, in a file beside the " +
                "configuration that only you can read; 'claudebox auth logout' deletes it.",
                "Claude Code takes no notice of Ctrl+C here; pressed three times in a row, it ends the command.",
            ],
        };
        command.SetAction((_, cancellationToken) => RunAsync(context, command.Name, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        if (context.Console.OpenTerminal() is not { } terminal)
        {
            throw ParseFailures.Invalid($"{name} asks and answers: run it in a terminal.");
        }

        var exitCode = await new ClaudeCommand(context).RunAsync([name], cancellationToken).ConfigureAwait(false);
        if (exitCode != ExitCodes.Success)
        {
            return exitCode;
        }

        var token = await AskAsync(context, terminal, cancellationToken).ConfigureAwait(false);
        if (token.Length == 0)
        {
            await context.WriteLineAsync("The token is stored nowhere.", cancellationToken).ConfigureAwait(false);
            return exitCode;
        }

        await context.Token.WriteAsync(token, cancellationToken).ConfigureAwait(false);
        await context.WriteLineAsync($"The token is stored in {context.Token.Path}.", cancellationToken).ConfigureAwait(false);
        return exitCode;
    }

    private static async Task<string> AskAsync(CommandContext context, ITerminal terminal, CancellationToken cancellationToken)
    {
        if (context.Console.IsOutputTerminal)
        {
            await context.WriteAsync(Question, cancellationToken).ConfigureAwait(false);
            return await InputLine.ReadAsync(context.Console.Input, cancellationToken).ConfigureAwait(false);
        }

        // The streams belong to a pipeline, as in PowerShell: nobody would see the question there, or answer it.
        context.Status.Clear();
        await terminal.WriteAsync(Encoding.UTF8.GetBytes(Question), cancellationToken).ConfigureAwait(false);
        return await InputLine.ReadAsync(terminal, cancellationToken).ConfigureAwait(false);
    }
}
