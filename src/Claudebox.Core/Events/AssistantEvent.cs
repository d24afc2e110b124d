using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>assistant</c>: one content block of a message of the model; the lines of one message share its id.</summary>
public sealed class AssistantEvent : ClaudeEvent
{
    internal AssistantEvent(EventSource source)
        : base(source)
    {
        MessageId = source.Json.ObjectMember("message")?.Text("id");
        Model = source.Json.ObjectMember("message")?.Text("model");
        Blocks = ContentBlock.ReadAll(source.Json.ObjectMember("message")?.Member("content"));
        Error = source.Json.Text("error");
        RequestId = source.Json.Text("request_id");
    }

    /// <summary>The message.</summary>
    public string? MessageId { get; }

    /// <summary>The model that wrote it; <c>&lt;synthetic&gt;</c> for messages of the CLI itself.</summary>
    public string? Model { get; }

    /// <summary>The content, in practice one block.</summary>
    public IReadOnlyList<ContentBlock> Blocks { get; }

    /// <summary>The kind of failure of a synthetic message, e.g. <c>authentication_failed</c>.</summary>
    public string? Error { get; }

    /// <summary>The API request it came from.</summary>
    public string? RequestId { get; }
}
