using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>A block of text that Claude wrote; type <c>text</c>.</summary>
public sealed class ClaudeboxAssistantMessage : ClaudeboxEvent
{
    internal ClaudeboxAssistantMessage(AssistantEvent source, TextBlock block, EventOrigin origin)
        : base(source, origin, block.Type)
    {
        Text = block.Text;
        Model = source.Model;
        MessageId = source.MessageId;
    }

    /// <summary>What Claude wrote, in Markdown.</summary>
    public override string Text { get; }

    /// <summary>The model; <c>&lt;synthetic&gt;</c> when Claude Code wrote it itself, e.g. to tell of an error.</summary>
    public string? Model { get; }

    /// <summary>The API's message; its blocks share the id.</summary>
    public string? MessageId { get; }
}
