using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Server.Terminals;
using Claudebox.Sessions;

namespace Claudebox.Server.Sessions;

/// <summary>Clears a workspace's sessions under its lock, so that no run writes to what is being deleted.</summary>
internal sealed class SessionClearing(SessionStore sessions, LineageStore lineages, WorkspaceLocks locks, TerminalKeeper terminals, ServerOptions options)
{
    /// <summary>Deletes sessions.</summary>
    /// <param name="workspace">The workspace, links resolved.</param>
    /// <param name="origin">Only the sessions of this lineage; null means all.</param>
    /// <param name="sessionId">Only this session; null means all.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    /// <exception cref="ClaudeboxException">A run holds the workspace, or the session does not exist.</exception>
    public async Task<SessionsCleared> ClearAsync(string workspace, string? origin, string? sessionId, CancellationToken cancellationToken)
    {
        var attempt = await locks.TryAcquireAsync(WorkspaceIdentity.Of(workspace), RunIds.New(), mark: null, cancellationToken);
        await using var held = attempt.Lock ?? throw new ClaudeboxException(
            FailureCode.WorkspaceBusy,
            $"The sessions of the workspace {workspace} cannot be cleared now: {LockOwner.Describe(attempt.Holder, options)} holds it.");
        var chosen = (await sessions.ListAsync(workspace))
            .Where(s => origin is null || s.Origins.Contains(origin))
            .Where(s => sessionId is null || s.SessionId == sessionId)
            .Select(s => s.SessionId)
            .ToHashSet(StringComparer.Ordinal);
        if (sessionId is not null && chosen.Count == 0)
        {
            throw new ClaudeboxException(FailureCode.SessionNotFound, $"There is no session {sessionId} in the workspace {workspace}.");
        }

        if (chosen.FirstOrDefault(terminals.Uses) is { } open)
        {
            throw new ClaudeboxException(
                FailureCode.WorkspaceBusy, $"The session {open} of the workspace {workspace} is open in a terminal; it cannot be cleared now.");
        }

        sessions.Delete(workspace, chosen);
        if (origin is not null && sessionId is null)
        {
            lineages.End(workspace, origin);
        }

        return new SessionsCleared { SessionIds = [.. chosen.Order(StringComparer.Ordinal)] };
    }
}
