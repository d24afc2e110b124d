using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>A block of Claude's thinking; type <c>thinking</c>.</summary>
public sealed class ClaudeboxThinking : ClaudeboxEvent
{
    internal ClaudeboxThinking(AssistantEvent source, ThinkingBlock block, EventOrigin origin)
        : base(source, origin, block.Type)
    {
        Text = block.Thinking;
        Model = source.Model;
    }

    /// <summary>The thinking, as far as the API shows it.</summary>
    public override string Text { get; }

    /// <summary>The model.</summary>
    public string? Model { get; }
}
