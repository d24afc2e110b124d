using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/model_fallback</c>: another model answers.</summary>
public sealed class ModelFallbackEvent : SystemEvent
{
    internal ModelFallbackEvent(EventSource source)
        : base(source)
    {
        OriginalModel = source.Json.Text("original_model");
        FallbackModel = source.Json.Text("fallback_model");
        Trigger = source.Json.Text("trigger");
        Content = source.Json.Text("content");
    }

    /// <summary>The model that was asked for.</summary>
    public string? OriginalModel { get; }

    /// <summary>The model that answers.</summary>
    public string? FallbackModel { get; }

    /// <summary>Why, e.g. <c>overloaded</c>.</summary>
    public string? Trigger { get; }

    /// <summary>One line for people.</summary>
    public string? Content { get; }
}
