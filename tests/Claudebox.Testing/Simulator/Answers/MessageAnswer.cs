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
