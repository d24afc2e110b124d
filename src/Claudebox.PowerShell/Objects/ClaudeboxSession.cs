using Claudebox.Sessions;

namespace Claudebox;

/// <summary>A conversation of a workspace: Claude Code's session.</summary>
public sealed class ClaudeboxSession
{
    internal ClaudeboxSession(SessionRecord source, string workspace)
    {
        SessionId = source.SessionId;
        Workspace = workspace;
        Origin = [.. source.Origins];
        IsCurrent = source.IsCurrent;
        CreatedAt = source.CreatedAt?.ToLocalTime();
        UpdatedAt = source.UpdatedAt.ToLocalTime();
        MessageCount = source.MessageCount;
        Model = source.Model;
        Preview = source.FirstPrompt;
        Size = source.Size;
    }

    /// <summary>Claude Code's id.</summary>
    public string SessionId { get; }

    /// <summary>The workspace directory on this machine.</summary>
    public string Workspace { get; }

    /// <summary>The lineages that it is part of, e.g. <c>prog</c>; none for a conversation that Claudebox did not begin.</summary>
    public IReadOnlyList<string> Origin { get; }

    /// <summary>Whether the next prompt of one of these lineages continues it.</summary>
    public bool IsCurrent { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When something was last written to it.</summary>
    public DateTimeOffset UpdatedAt { get; }

    /// <summary>Messages of people and of Claude; results of tools and sub-agents are not counted.</summary>
    public int? MessageCount { get; }

    /// <summary>The model of the last message.</summary>
    public string? Model { get; }

    /// <summary>The first characters of the first prompt.</summary>
    public string? Preview { get; }

    /// <summary>Bytes of the transcript.</summary>
    public long Size { get; }

    /// <summary>Gives the id.</summary>
    /// <returns>The session's id.</returns>
    public override string ToString() => SessionId;
}
