using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>A text that went to Claude during the run, e.g. the prompt of a sub-agent; type <c>text</c>.</summary>
public sealed class ClaudeboxUserMessage : ClaudeboxEvent
{
    internal ClaudeboxUserMessage(UserEvent source, TextBlock block, EventOrigin origin)
        : base(source, origin, block.Type)
    {
        Text = block.Text;
        IsSynthetic = source.IsSynthetic;
        IsReplay = source.IsReplay;
    }

    /// <summary>The text.</summary>
    public override string Text { get; }

    /// <summary>Whether Claude Code made it up.</summary>
    public bool IsSynthetic { get; }

    /// <summary>Whether it repeats what was sent.</summary>
    public bool IsReplay { get; }
}
