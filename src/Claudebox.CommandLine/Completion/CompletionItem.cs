namespace Claudebox.CommandLine.Completion;

/// <summary>Something that may stand at the cursor.</summary>
/// <param name="Text">The text, from the beginning of the word that it completes.</param>
/// <param name="Description">What it is; null when the text says all.</param>
public sealed record CompletionItem(string Text, string? Description = null);
