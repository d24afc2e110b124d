namespace Claudebox.Testing;

/// <summary>Who in Claude Code made a request.</summary>
public enum RequestKind
{
    /// <summary>The main conversation.</summary>
    Main,

    /// <summary>A sub-agent (header <c>x-claude-code-agent-id</c>).</summary>
    SubAgent,

    /// <summary>The side call that makes a session's title.</summary>
    Title,

    /// <summary>The side call that summarises a conversation that has become too long.</summary>
    Compaction,
}
