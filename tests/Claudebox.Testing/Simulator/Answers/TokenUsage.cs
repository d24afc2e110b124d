namespace Claudebox.Testing;

/// <summary>The token counts that an answer claims.</summary>
/// <param name="Input">Uncached input tokens.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="CacheCreation">Input tokens written to the prompt cache.</param>
/// <param name="CacheRead">Input tokens read from the prompt cache.</param>
public sealed record TokenUsage(int Input = 12, int Output = 25, int CacheCreation = 100, int CacheRead = 2000);
