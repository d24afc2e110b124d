using System.Text;
using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>
/// Picks from a run's events what an OpenAI client is to see: the main agent's texts, or the structured output when there is
/// a schema; never tools, thinking, sub-agents, or what the CLI says in the model's place.
/// </summary>
/// <param name="hasSchema">Whether the answer is the structured output.</param>
internal sealed class ChatAnswer(bool hasSchema)
{
    private const string BetweenBlocks = "\n\n";
    private const string Synthetic = "<synthetic>";

    private bool _hasText;
    private readonly StringBuilder _streamed = new();
    private string? _stopReason;
    private string? _assistantError;

    /// <summary>Tokens of all turns.</summary>
    public ChatUsage Usage { get; private set; }

    /// <summary>Why the answer ended.</summary>
    public string Finish => _assistantError == "max_output_tokens" ? FinishReason.Length : FinishReason.Of(_stopReason);

    /// <summary>Whether a line can matter here; most of the others need not be parsed.</summary>
    public static bool Wants(ReadOnlySpan<byte> line, bool streaming) =>
        (streaming && EventPeek.IsOfType(line, "stream_event")) || EventPeek.IsOfType(line, "assistant") || EventPeek.IsOfType(line, "result");

    /// <summary>
    /// The failure to tell the client; null when there is an answer. An answer that a limit cut short, or that the model
    /// refused, is one too: OpenAI says so by its finish reason.
    /// </summary>
    public RunFailure? FailureOf(RunRecord record) =>
        record.Error is { Code: FailureCode.ClaudeFailed } && Finish != FinishReason.Stop && !hasSchema ? null : record.Error;

    /// <summary>Takes the next event.</summary>
    /// <returns>The text that it adds to the answer; null for none.</returns>
    public string? Take(ClaudeEvent @event)
    {
        switch (@event)
        {
            case StreamEvent { ParentToolUseId: null, EventType: "content_block_start" }:
                _streamed.Clear();
                return null;
            case StreamEvent { ParentToolUseId: null, EventType: "content_block_delta", DeltaType: "text_delta", Text: { Length: > 0 } text }:
                return hasSchema ? null : Add(text);
            case AssistantEvent { ParentToolUseId: null } message:
                return TakeMessage(message);
            case ResultEvent result:
                Usage = Usage.Plus(result.Usage);
                _stopReason = result.StopReason;
                return hasSchema && result is { IsError: false, StructuredOutput: { } output } ? output.GetRawText() : null;
            default:
                return null;
        }
    }

    // A block's line comes after its deltas. What they did not bring is still to be told: the rest of the block, or all of it when
    // the CLI asked again without a stream and got another answer.
    private string? TakeMessage(AssistantEvent message)
    {
        if (message.Model == Synthetic)
        {
            _assistantError = message.Error;
            return null;
        }

        _assistantError = null;
        string? added = null;
        foreach (var block in hasSchema ? [] : message.Blocks.OfType<TextBlock>())
        {
            var streamed = _streamed.ToString();
            if (block.Text.StartsWith(streamed, StringComparison.Ordinal))
            {
                added += block.Text.Length > streamed.Length ? Add(block.Text[streamed.Length..]) : null;
            }
            else if (!streamed.StartsWith(block.Text, StringComparison.Ordinal))
            {
                _streamed.Clear();
                added += Add(block.Text);
            }

            _streamed.Clear();
        }

        return added;
    }

    private string Add(string text)
    {
        var separator = _hasText && _streamed.Length == 0 ? BetweenBlocks : "";
        _hasText = true;
        _streamed.Append(text);
        return separator + text;
    }
}
