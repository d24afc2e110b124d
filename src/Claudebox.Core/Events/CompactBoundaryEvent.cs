using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/compact_boundary</c>: the conversation before this point was summarised.</summary>
public sealed class CompactBoundaryEvent : SystemEvent
{
    internal CompactBoundaryEvent(EventSource source)
        : base(source)
    {
        Trigger = source.Json.ObjectMember("compact_metadata")?.Text("trigger");
        TokensBefore = source.Json.ObjectMember("compact_metadata")?.Integer("pre_tokens");
        TokensAfter = source.Json.ObjectMember("compact_metadata")?.Integer("post_tokens");
    }

    /// <summary><c>auto</c> or <c>manual</c>.</summary>
    public string? Trigger { get; }

    /// <summary>Tokens of the context before.</summary>
    public long? TokensBefore { get; }

    /// <summary>Tokens of the context after.</summary>
    public long? TokensAfter { get; }
}
