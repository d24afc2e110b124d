using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>A block of the model's thinking.</summary>
public sealed class ThinkingBlock : ContentBlock
{
    internal ThinkingBlock(JsonElement json)
        : base(json, "thinking") => Thinking = json.Text("thinking") ?? "";

    /// <summary>The thinking.</summary>
    public string Thinking { get; }
}
