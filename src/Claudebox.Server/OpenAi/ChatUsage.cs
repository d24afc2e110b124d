using System.Text.Json;
using Claudebox.Events;

namespace Claudebox.Server.OpenAi;

/// <summary>Tokens of an answer as OpenAI counts them: the prompt's include those that a cache held or took.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Cached">Those of them that were read from the cache.</param>
/// <param name="Completion">Tokens that were generated.</param>
internal readonly record struct ChatUsage(long Prompt, long Cached, long Completion)
{
    /// <summary>The sum with a turn's tokens.</summary>
    public ChatUsage Plus(TokenUsage turn) => new(
        Prompt + turn.InputTokens + turn.CacheCreationInputTokens + turn.CacheReadInputTokens,
        Cached + turn.CacheReadInputTokens,
        Completion + turn.OutputTokens);

    /// <summary>Writes the member <c>usage</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", Prompt);
        writer.WriteNumber("completion_tokens", Completion);
        writer.WriteNumber("total_tokens", Prompt + Completion);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", Cached);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
