using System.CommandLine;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox help [command]</c>: the same as <c>claudebox [command] --help</c>.</summary>
internal static class HelpCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string?>("command") { Description = "The command to explain.", Arity = ArgumentArity.ZeroOrOne };
        var command = new DocumentedCommand("help", "Explains a command.") { Examples = [("claudebox help logs", "")] };
        command.Add(name);
        command.SetAction(async (result, cancellationToken) =>
        {
            var root = result.RootCommandResult.Command;
            var word = result.GetValue(name);
            if (word is not null && root.Subcommands.All(sub => sub.Name != word))
            {
                throw ParseFailures.UnknownCommand(word, root);
            }

            string[] arguments = word is null ? [context.Common.Help.Name] : [word, context.Common.Help.Name];
            return await root.Parse(arguments).InvokeAsync(result.InvocationConfiguration, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
