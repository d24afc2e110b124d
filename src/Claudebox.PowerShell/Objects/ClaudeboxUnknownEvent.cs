using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>A line or a block of a type that this version does not know; nothing of it is lost.</summary>
public sealed class ClaudeboxUnknownEvent : ClaudeboxEvent
{
    internal ClaudeboxUnknownEvent(ClaudeEvent source, EventOrigin origin)
        : base(source, origin) => Data = JsonObjects.ToObject(source.Json);

    internal ClaudeboxUnknownEvent(ClaudeEvent source, ContentBlock block, EventOrigin origin)
        : base(source, origin, block.Type) => Data = JsonObjects.ToObject(block.Json);

    /// <inheritdoc/>
    public override string? Text => null;

    /// <summary>What it holds, with its own member names; null when the line is not JSON.</summary>
    public object? Data { get; }
}
