using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/informational</c>: a message for people, e.g. that a hook blocked the prompt.</summary>
public sealed class InformationalEvent : SystemEvent
{
    internal InformationalEvent(EventSource source)
        : base(source)
    {
        Content = source.Json.Text("content");
        Level = source.Json.Text("level");
        PreventsContinuation = source.Json.Flag("prevent_continuation") ?? false;
    }

    /// <summary>The message.</summary>
    public string? Content { get; }

    /// <summary>Its level, e.g. <c>warning</c>.</summary>
    public string? Level { get; }

    /// <summary>Whether the turn ends here.</summary>
    public bool PreventsContinuation { get; }
}
