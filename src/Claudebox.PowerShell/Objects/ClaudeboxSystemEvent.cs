using Claudebox.Events;
using Claudebox.Objects;
using Claudebox.Views;

namespace Claudebox;

/// <summary>Something that Claude Code tells of itself; type <c>system</c>, the kind is in <c>Subtype</c>.</summary>
public sealed class ClaudeboxSystemEvent : ClaudeboxEvent
{
    internal ClaudeboxSystemEvent(ClaudeEvent source, EventOrigin origin)
        : base(source, origin)
    {
        Text = SystemSummary.Of(source);
        Model = (source as InitEvent)?.Model;
        Data = JsonObjects.ToObject(source.Json);
    }

    /// <summary>One line about it.</summary>
    public override string? Text { get; }

    /// <summary>The model, in <c>init</c>.</summary>
    public string? Model { get; }

    /// <summary>Everything that the line holds, with its own member names.</summary>
    public object? Data { get; }
}
