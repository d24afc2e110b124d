namespace Claudebox.Testing;

/// <summary>Tells the human's words from the text that Claude Code itself puts into user messages.</summary>
internal static class HarnessText
{
    public const string TaskNotification = "<task-notification>";
    public const string CompactionRequest = "CRITICAL: Respond with TEXT ONLY. Do NOT call any tools.";

    // Seen in requests of Claude Code 2.1.197. A text that is only one of these is not the human's.
    private static readonly (string Start, string End)[] _forms =
    [
        ("<system-reminder>", "</system-reminder>"),
        (TaskNotification, "</task-notification>"),
        ("[structured-output-enforce]", ""),
        ("[Request interrupted by user", "]"),
        ("Continue from where you left off.", ""),
        ("Output token limit hit.", ""),
        ("This session is being continued from a previous conversation", ""),
        (CompactionRequest, ""),
        ("[Your previous response had no visible output", ""),
    ];

    public static bool Is(string text)
    {
        var trimmed = text.AsSpan().Trim();
        foreach (var (start, end) in _forms)
        {
            if (trimmed.StartsWith(start, StringComparison.Ordinal) && trimmed.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
