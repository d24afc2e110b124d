using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/session_state_changed</c>: emitted only when the environment asks for it.</summary>
public sealed class SessionStateChangedEvent : SystemEvent
{
    internal SessionStateChangedEvent(EventSource source)
        : base(source)
    {
        State = source.Json.Text("state");
    }

    /// <summary><c>running</c> or <c>idle</c>.</summary>
    public string? State { get; }
}
