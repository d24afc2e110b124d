namespace Claudebox.Testing;

/// <summary>Values of <c>stop_reason</c> in the Messages API.</summary>
public static class StopReason
{
    /// <summary>The answer is complete.</summary>
    public const string EndTurn = "end_turn";

    /// <summary>The model waits for tool results.</summary>
    public const string ToolUse = "tool_use";

    /// <summary>The answer was cut at <c>max_tokens</c>.</summary>
    public const string MaxTokens = "max_tokens";

    /// <summary>The model refuses.</summary>
    public const string Refusal = "refusal";
}
