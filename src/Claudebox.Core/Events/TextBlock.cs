using System.Text.Json;

namespace Claudebox.Events;

/// <summary>A block of text.</summary>
public sealed class TextBlock : ContentBlock
{
    internal TextBlock(JsonElement json, string text)
        : base(json, "text") => Text = text;

    /// <summary>The text.</summary>
    public string Text { get; }
}
