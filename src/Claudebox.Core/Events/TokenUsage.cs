using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary>Tokens of a turn, as the API counts them.</summary>
/// <param name="InputTokens">Tokens sent that no cache held.</param>
/// <param name="OutputTokens">Tokens generated.</param>
/// <param name="CacheCreationInputTokens">Tokens written to the cache.</param>
/// <param name="CacheReadInputTokens">Tokens read from the cache.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens, long CacheCreationInputTokens, long CacheReadInputTokens)
{
    internal static TokenUsage Read(JsonElement? usage) => new(
        usage?.Integer("input_tokens") ?? 0,
        usage?.Integer("output_tokens") ?? 0,
        usage?.Integer("cache_creation_input_tokens") ?? 0,
        usage?.Integer("cache_read_input_tokens") ?? 0);
}
