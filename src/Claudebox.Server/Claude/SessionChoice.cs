namespace Claudebox.Server.Claude;

/// <summary>The session a run uses, decided before Claude Code starts so that no prompt runs twice.</summary>
/// <param name="SessionId">Claude Code's session id.</param>
/// <param name="IsNew">Whether the session begins with this run.</param>
/// <param name="Model">The model of the lineage so far; null for a new session.</param>
internal sealed record SessionChoice(string SessionId, bool IsNew, string? Model)
{
    /// <summary>A session of its own.</summary>
    public static SessionChoice New() => new(Guid.NewGuid().ToString("D"), IsNew: true, Model: null);
}
