namespace Claudebox.Runs;

/// <summary>One prompt and how to run it; the body of <c>POST /run</c>.</summary>
/// <remarks>
/// On the wire every field is accepted in camelCase and snake_case, camelCase wins (design D5);
/// <see cref="RunRequestReader"/> reads it and names what is wrong.
/// </remarks>
public sealed record RunRequest
{
    /// <summary>What to ask of Claude; any length, any text.</summary>
    public required string Prompt { get; init; }

    /// <summary>Texts and images that come before the prompt in the same user message, in order; with an image the prompt may be empty.</summary>
    public IReadOnlyList<PromptBlock>? Content { get; init; }

    /// <summary>The workspace directory; null means the server's own.</summary>
    public string? Workspace { get; init; }

    /// <summary>Makes the workspace directory when it is missing.</summary>
    public bool CreateWorkspace { get; init; }

    /// <summary>An alias or a full model name, passed on as it is; null leaves the choice to the lineage or the user's settings.</summary>
    public string? Model { get; init; }

    /// <summary>One of <see cref="EffortLevels"/>.</summary>
    public string? Effort { get; init; }

    /// <summary>Replaces Claude Code's default system prompt.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Added after the composed system text.</summary>
    public string? AppendSystemPrompt { get; init; }

    /// <summary>A JSON Schema, as text; its top level must describe an object.</summary>
    public string? JsonSchema { get; init; }

    /// <summary>Starts a new session instead of continuing the lineage.</summary>
    public bool NoContinue { get; init; }

    /// <summary>The session to resume.</summary>
    public string? Resume { get; init; }

    /// <summary>US dollars after which Claude Code stops; greater than 0.</summary>
    public decimal? MaxBudgetUsd { get; init; }

    /// <summary>Model calls after which Claude Code stops; greater than 0.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Seconds after which the run is ended; greater than 0.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Seconds to wait for background tasks after the answer; default 600.</summary>
    public int? BackgroundWaitSeconds { get; init; }

    /// <summary>Passes a prompt that begins with <c>/</c> as a command of the CLI.</summary>
    public bool SlashCommands { get; init; }

    /// <summary>Waits for a busy workspace instead of failing.</summary>
    public bool Wait { get; init; }

    /// <summary>Answers at once with the run's record; the run does not depend on the connection.</summary>
    public bool Async { get; init; }

    /// <summary>Answers when the run has ended, but does not cancel it when the connection goes.</summary>
    public bool FireAndForget { get; init; }

    /// <summary>The lineage: null means the interface's own.</summary>
    public string? Origin { get; init; }

    /// <summary>Includes <c>stream_event</c> and <c>status/requesting</c> lines in event streams.</summary>
    public bool IncludePartialMessages { get; init; }

    /// <summary>Format of a synchronous answer: <c>json</c> (default) or <c>json-verbose</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Variables of the Claude Code process, secrets included. They are never stored.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>What <c>--effort</c> accepts (claude-cli.md §6).</summary>
    public static IReadOnlyList<string> EffortLevels { get; } = ["low", "medium", "high", "xhigh", "max"];
}
