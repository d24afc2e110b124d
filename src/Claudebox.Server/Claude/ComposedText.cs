namespace Claudebox.Server.Claude;

/// <summary>The system text that a run adds.</summary>
/// <param name="Text">The text.</param>
/// <param name="Warnings">Sentences for people on what is wrong with its sources or with the container; usually none.</param>
internal sealed record ComposedText(string Text, IReadOnlyList<string> Warnings);
