using System.CommandLine;
using System.Globalization;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Tables;
using Claudebox.Sessions;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox sessions</c>: lists the conversations of this workspace.</summary>
internal sealed class SessionsCommand(CommandContext context)
{
    private readonly ListFormat _format = new();

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new SessionsCommand(context);
        var command = new DocumentedCommand("sessions", "Lists this workspace's conversations.")
        {
            Examples = [("claudebox sessions", ""), ("claudebox \"go on\" --resume $(claudebox sessions --output-format json | jq -r '.[0].sessionId')", "")],
            Notes = ["ORIGIN says whose conversation it is: interactive (terminals), prog (prompts of scripts), api, openai or chat:ID. A * marks the one that is continued."],
        };
        command.Add(self._format.Option);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var sessions = await ListAsync(cancellationToken).ConfigureAwait(false);
        if (_format.IsJson(result))
        {
            await ListFormat.WriteJsonAsync(context, sessions, CommandJson.Default.IReadOnlyListSessionRecord, cancellationToken).ConfigureAwait(false);
        }
        else if (sessions.Count == 0)
        {
            await context.NoteAsync($"no sessions in {context.Workspace}").ConfigureAwait(false);
        }
        else
        {
            var rows = sessions.Select(item => (string?[])
            [
                item.SessionId, string.Join(',', item.Origins) + (item.IsCurrent ? "*" : ""),
                item.UpdatedAt.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), item.FirstPrompt,
            ]);
            await context.WriteAsync(TextTable.Of(["SESSION", "ORIGIN", "UPDATED", "FIRST PROMPT"], rows), cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private async Task<IReadOnlyList<SessionRecord>> ListAsync(CancellationToken cancellationToken)
    {
        if (await context.TryVisitAsync(cancellationToken).ConfigureAwait(false) is not { } visit)
        {
            return [];
        }

        await using (visit.ConfigureAwait(false))
        {
            var sessions = await visit.Server.ListSessionsAsync(visit.WorkspaceInside, cancellationToken).ConfigureAwait(false);
            return [.. sessions.OrderByDescending(session => session.UpdatedAt)];
        }
    }
}
