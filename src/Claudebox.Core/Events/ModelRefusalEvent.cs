using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/model_refusal_no_fallback</c>: the model refused the request.</summary>
public sealed class ModelRefusalEvent : SystemEvent
{
    internal ModelRefusalEvent(EventSource source)
        : base(source)
    {
        OriginalModel = source.Json.Text("original_model");
        Explanation = source.Json.Text("api_refusal_explanation");
    }

    /// <summary>The model that refused.</summary>
    public string? OriginalModel { get; }

    /// <summary>The API's explanation, if it gave one.</summary>
    public string? Explanation { get; }
}
