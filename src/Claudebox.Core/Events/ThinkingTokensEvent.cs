using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/thinking_tokens</c>: an estimate of the tokens thought so far.</summary>
public sealed class ThinkingTokensEvent : SystemEvent
{
    internal ThinkingTokensEvent(EventSource source)
        : base(source)
    {
        EstimatedTokens = source.Json.Integer("estimated_tokens");
        EstimatedTokensDelta = source.Json.Integer("estimated_tokens_delta");
    }

    /// <summary>Tokens in all.</summary>
    public long? EstimatedTokens { get; }

    /// <summary>Tokens since the last such event.</summary>
    public long? EstimatedTokensDelta { get; }
}
