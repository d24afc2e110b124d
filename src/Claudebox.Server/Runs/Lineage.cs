namespace Claudebox.Server.Runs;

/// <summary>The chain of sessions that "continue" means, for one workspace and origin.</summary>
internal sealed record Lineage
{
    /// <summary>The workspace's path in the container, which is what Claude Code keys transcripts by.</summary>
    public required string Workspace { get; init; }

    /// <summary>The directory on the host, as <see cref="WorkspaceIdentity.DurableKey"/>.</summary>
    public required string WorkspaceKey { get; init; }

    /// <summary><c>prog</c>, <c>interactive</c>, <c>api</c> or <c>chat:…</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The session that the next run continues; null after it was cleared, so that the next run begins a new one.</summary>
    public required string? SessionId { get; init; }

    /// <summary>The model of the last <c>init</c>, suffix included.</summary>
    public string? Model { get; init; }

    /// <summary>All sessions of the chain, oldest first, the current one last.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];
}
