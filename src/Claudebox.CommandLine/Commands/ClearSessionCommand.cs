using System.CommandLine;
using Claudebox.CommandLine.Parsing;
using Claudebox.Runs;
using Claudebox.Sessions;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox clear-session</c>: deletes conversations of this workspace.</summary>
internal sealed class ClearSessionCommand(CommandContext context)
{
    private const string WhenBusy = "Wait until it has ended ('claudebox runs --all' lists what runs), or end it: claudebox stop";

    private readonly Option<string?> _origin = new("--origin") { Description = $"Only the conversations of: {SessionOrigins.Description}.", HelpName = "origin" };
    private readonly Option<string?> _session = new("--session") { Description = "Only this conversation.", HelpName = "id" };

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new ClearSessionCommand(context);
        var command = new DocumentedCommand("clear-session", "Deletes this workspace's conversations; the next prompt starts a new one.")
        {
            Examples =
            [
                ("claudebox clear-session", "all of this directory"),
                ("claudebox clear-session --origin prog", "those of scripts; your terminal's stays"),
            ],
            Notes = ["It does not ask back, and what is deleted cannot be had again. Files of the workspace are not touched."],
        };
        self._origin.CompletionSources.Add([.. SessionOrigins.Standard]);
        command.Add(self._origin);
        command.Add(self._session);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var cleared = await ClearAsync(result.GetValue(_origin), result.GetValue(_session), cancellationToken).ConfigureAwait(false);
        foreach (var session in cleared.SessionIds)
        {
            await context.WriteLineAsync($"cleared session {session}", cancellationToken).ConfigureAwait(false);
        }

        if (cleared.SessionIds.Count == 0)
        {
            await context.WriteLineAsync($"no session found in {context.Workspace}", cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private async Task<SessionsCleared> ClearAsync(string? origin, string? session, CancellationToken cancellationToken)
    {
        if (origin is not null && session is not null)
        {
            throw ParseFailures.Invalid("Give --origin or --session, not both.");
        }

        SessionOrigins.Check(origin, _origin.Name);
        if (await context.TryVisitAsync(cancellationToken).ConfigureAwait(false) is not { } visit)
        {
            return new SessionsCleared { SessionIds = [] };
        }

        await using (visit.ConfigureAwait(false))
        {
            var workspace = visit.WorkspaceInside;
            try
            {
                return session is null
                    ? await visit.Server.ClearSessionsAsync(workspace, origin, cancellationToken).ConfigureAwait(false)
                    : await visit.Server.DeleteSessionAsync(session, workspace, cancellationToken).ConfigureAwait(false);
            }
            catch (ClaudeboxException exception) when (exception.Code == FailureCode.WorkspaceBusy)
            {
                throw new ClaudeboxException(exception.Failure with { Advice = WhenBusy }, exception);
            }
        }
    }
}
