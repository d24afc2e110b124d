namespace Claudebox.Testing;

/// <summary>How a test starts Claude Code.</summary>
public sealed record ClaudeCodeOptions
{
    /// <summary>The value of <c>ANTHROPIC_BASE_URL</c>.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>More arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How often a failed request is tried again (<c>CLAUDE_CODE_MAX_RETRIES</c>).</summary>
    public int MaxRetries { get; init; }

    /// <summary>The API key; it only needs to look like one.</summary>
    public string ApiKey { get; init; } = "sk-ant-test-0000";
}
