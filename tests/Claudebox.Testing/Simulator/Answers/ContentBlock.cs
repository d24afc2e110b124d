using System.Text.Json.Nodes;

namespace Claudebox.Testing;

/// <summary>One block of a message's content.</summary>
public abstract record ContentBlock;

/// <summary>Text, sent in pieces.</summary>
/// <param name="Deltas">The pieces; they are enumerated once, while they are sent, so that a long text never exists as a whole.</param>
public sealed record TextBlock(IEnumerable<string> Deltas) : ContentBlock
{
    /// <summary>A text in one piece.</summary>
    public TextBlock(string text) : this([text])
    {
    }

    /// <summary>The pause before every piece but the first.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>Thinking, in one piece, with a signature.</summary>
/// <param name="Thinking">What the model thought.</param>
public sealed record ThinkingBlock(string Thinking) : ContentBlock
{
    /// <summary>The signature that the client must send back.</summary>
    public string Signature { get; init; } = "c2ltdWxhdGVk";
}

/// <summary>A call of one of the client's tools.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Input">Its input.</param>
public sealed record ToolUseBlock(string Name, JsonObject Input) : ContentBlock;
