using System.CommandLine;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Tables;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox ps</c>: lists the containers of all workspaces.</summary>
internal sealed class PsCommand(CommandContext context)
{
    private readonly ListFormat _format = new();

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new PsCommand(context);
        var command = new DocumentedCommand("ps", "Lists the containers of all workspaces, whether they run or not.")
        {
            Examples = [("claudebox ps", ""), ("claudebox ps --output-format json | jq -r '.[].workspace'", "")],
        };
        command.Add(self._format.Option);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var containers = await engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false);
        if (_format.IsJson(result))
        {
            await ListFormat.WriteJsonAsync(context, containers, CommandJson.Default.IReadOnlyListWorkspaceContainer, cancellationToken).ConfigureAwait(false);
        }
        else if (containers.Count == 0)
        {
            await context.NoteAsync("no containers").ConfigureAwait(false);
        }
        else
        {
            var rows = containers.Select(item => (string?[])[item.Workspace, item.Role.ToName(), item.Status.Length > 0 ? item.Status : item.State, item.Version, item.Name]);
            await context.WriteAsync(TextTable.Of(["WORKSPACE", "ROLE", "STATE", "VERSION", "CONTAINER"], rows), cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }
}
