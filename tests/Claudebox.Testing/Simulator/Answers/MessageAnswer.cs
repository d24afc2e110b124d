namespace Claudebox.Testing;

/// <summary>An assistant message.</summary>
public sealed record MessageAnswer : ModelAnswer
{
    /// <summary>The blocks in their order.</summary>
    public required IReadOnlyList<ContentBlock> Content { get; init; }

    /// <summary>The claimed token counts.</summary>
    public TokenUsage Usage { get; init; } = new();

    /// <summary>How the message ends.</summary>
    public AnswerEnding Ending { get; init; }

    /// <summary>
    /// Whether an ending other than <see cref="AnswerEnding.Complete"/> leaves the last block open. Claude Code tries a request again
    /// whose stream broke before any block was complete; after a complete block it reports the failure.
    /// </summary>
    public bool LeavesBlockOpen { get; init; }

    /// <summary>
    /// How long the simulator waits between the content and an ending other than <see cref="AnswerEnding.Complete"/>. Claude Code
    /// forgets content that it has not read yet when the connection ends.
    /// </summary>
    public TimeSpan EndingWait { get; init; }

    /// <summary>The name of a gate that must be opened between the content and an ending other than <see cref="AnswerEnding.Complete"/>.</summary>
    public string? EndingGate { get; init; }

    /// <summary>Why the message ended: <c>tool_use</c> when it calls a tool, else <c>end_turn</c>, unless set otherwise.</summary>
    public string StopReason
    {
        get => field ?? (Content.Any(block => block is ToolUseBlock) ? Testing.StopReason.ToolUse : Testing.StopReason.EndTurn);
        init;
    }

    /// <summary>A message of one text.</summary>
    public static MessageAnswer OfText(string text) => new() { Content = [new TextBlock(text)] };

    /// <summary>A message of the given blocks.</summary>
    public static MessageAnswer Of(params IReadOnlyList<ContentBlock> content) => new() { Content = content };
}
