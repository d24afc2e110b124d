namespace Claudebox.Server.OpenAi;

/// <summary>The body of <c>POST /openai/v1/chat/completions</c>, as far as it counts here.</summary>
internal sealed record ChatRequest
{
    /// <summary>The model, under the name that answers repeat.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation, oldest message first.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Whether the answer comes piece by piece.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a streamed answer ends with its usage.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The CLI's level of effort.</summary>
    public string? Effort { get; init; }

    /// <summary>The JSON Schema of the answer.</summary>
    public string? JsonSchema { get; init; }
}
