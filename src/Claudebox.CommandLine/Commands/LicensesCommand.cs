using System.CommandLine;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox licenses</c>: the licences of Claudebox and of what it contains, which a single file has nowhere else.</summary>
internal static class LicensesCommand
{
    private static readonly string[] Texts = ["LICENSE", "THIRD-PARTY-NOTICES.txt"];

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var command = new DocumentedCommand("licenses", "Shows the licences of Claudebox and of the software in it.");
        command.SetAction(async (_, cancellationToken) =>
        {
            foreach (var name in Texts)
            {
                using var resource = typeof(LicensesCommand).Assembly.GetManifestResourceStream(name)!;
                using var buffer = new MemoryStream();
                await resource.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
                await context.WriteAsync(buffer.ToArray(), cancellationToken).ConfigureAwait(false);
                await context.WriteLineAsync("", cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
