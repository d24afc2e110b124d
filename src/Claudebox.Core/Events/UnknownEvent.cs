namespace Claudebox.Events;

/// <summary>A line of a type, or a system line of a subtype, that this version does not know; kept verbatim.</summary>
public sealed class UnknownEvent : ClaudeEvent
{
    internal UnknownEvent(EventSource source)
        : base(source)
    {
    }
}
