namespace Claudebox.Testing;

/// <summary>What a scenario sees of a request: the human's last prompt and what happened since.</summary>
public sealed record ModelTurn
{
    /// <summary>The human's last prompt, without what Claude Code adds to it.</summary>
    public required string Prompt { get; init; }

    /// <summary>How many assistant messages follow the prompt.</summary>
    public required int Answers { get; init; }

    /// <summary>The tool results since the prompt, in the order of the calls.</summary>
    public required IReadOnlyList<ToolResult> ToolResults { get; init; }

    /// <summary>The notifications of ended background tasks since the prompt, verbatim.</summary>
    public required IReadOnlyList<string> Notifications { get; init; }

    /// <summary>Which try this is, from 1: the client sends a request again, unchanged, after an error.</summary>
    public required int Attempt { get; init; }
}
