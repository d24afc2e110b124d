namespace Claudebox.Sessions;

/// <summary>A session of Claude Code in a workspace, as <c>GET /sessions</c> lists it.</summary>
public sealed record SessionRecord
{
    /// <summary>Claude Code's id.</summary>
    public required string SessionId { get; init; }

    /// <summary>The directory that the transcript records as its working directory.</summary>
    public required string Workspace { get; init; }

    /// <summary>The lineages that have this session in their chain.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Whether the next run of one of these lineages continues this session.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>When it began; only in lists with details.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the transcript was last written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Bytes of the transcript.</summary>
    public required long Size { get; init; }

    /// <summary>Messages of people and of Claude, results of tools and sub-agents not counted; only in lists with details.</summary>
    public int? MessageCount { get; init; }

    /// <summary>The model of the last message; only in lists with details.</summary>
    public string? Model { get; init; }

    /// <summary>The first characters of the first prompt.</summary>
    public string? FirstPrompt { get; init; }
}
