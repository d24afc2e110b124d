using System.CommandLine;
using Claudebox.CommandLine.Completion;
using Claudebox.CommandLine.Parsing;
using Claudebox.Views;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox complete</c>, which shells call: prints what may stand at the cursor, one a line, a tab, and what it is.</summary>
internal static class CompleteCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var position = new Option<int?>("--position") { Description = "The cursor's place in the line.", HelpName = "characters", CustomParser = Values.Integer };
        var line = new Argument<string>("line") { Description = "The command line so far." };
        var command = new Command("complete", "Prints what may stand at the cursor.") { Hidden = true };
        command.Add(position);
        command.Add(line);
        command.SetAction(async (result, cancellationToken) =>
        {
            var text = result.GetRequiredValue(line);
            foreach (var item in await Completer.CompleteAsync(context, text, result.GetValue(position) ?? text.Length, cancellationToken).ConfigureAwait(false))
            {
                await context.WriteLineAsync($"{item.Text}\t{TerminalText.Line(item.Description)}".TrimEnd(), cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
