using System.CommandLine;
using Claudebox.CommandLine.Checks;
using Claudebox.CommandLine.Containers;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Tables;
using Claudebox.Runs;
using Claudebox.Views;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox doctor</c>: checks this computer, then lets Claude Code check itself.</summary>
internal sealed class DoctorCommand(CommandContext context)
{
    private const int NameWidth = 14;
    private readonly ListFormat _format = new();

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new DoctorCommand(context);
        var command = new DocumentedCommand("doctor", "Checks engine, image, data directory, keys, credentials and disk; on a terminal, then Claude Code's own doctor.")
        {
            Examples = [("claudebox doctor", ""), ("claudebox doctor --output-format json", "the checks of this computer, for scripts")],
            Notes = ["Exit code 3 when no Docker Engine can be used, 1 when another check failed."],
        };
        command.Add(self._format.Option);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var isJson = _format.IsJson(result);
        var checks = new List<HostCheck>();
        var options = new HostCheckOptions { Engine = context.EngineOptions, Workspace = context.WorkspaceOptions(WorkspaceRole.Prog) };
        await foreach (var check in HostChecks.RunAsync(options, cancellationToken).ConfigureAwait(false))
        {
            checks.Add(check);
            if (!isJson)
            {
                await context.WriteAsync(TextOf(check), cancellationToken).ConfigureAwait(false);
            }
        }

        if (isJson)
        {
            await ListFormat.WriteJsonAsync(context, checks, CommandJson.Default.IReadOnlyListHostCheck, cancellationToken).ConfigureAwait(false);
        }

        if (checks.Exists(check => check.Status == HostCheckStatus.Failed))
        {
            return checks.Exists(check => check.Code == FailureCode.DockerUnavailable) ? FailureTable.Of(FailureCode.DockerUnavailable).ExitCode : ExitCodes.Failure;
        }

        // It waits for a key, so it needs a terminal; and it needs an image, which is not built just to be looked at.
        return !isJson && context.Console.IsOutputTerminal && context.Console.OpenTerminal() is not null && checks.Exists(check => check is { Name: "image", Status: HostCheckStatus.Passed })
            ? await new ClaudeCommand(context).RunAsync(["doctor"], cancellationToken).ConfigureAwait(false)
            : ExitCodes.Success;
    }

    private static string TextOf(HostCheck check)
    {
        var status = check.Status switch
        {
            HostCheckStatus.Passed => "ok     ",
            HostCheckStatus.Warning => "warning",
            _ => "FAILED ",
        };
        var text = $"{status}  {check.Name.PadRight(NameWidth)}  {TerminalText.Line(check.Detail)}\n";
        return check.Advice is null ? text : $"{text}{new string(' ', status.Length + NameWidth + 4)}{TerminalText.Line(check.Advice)}\n";
    }
}
