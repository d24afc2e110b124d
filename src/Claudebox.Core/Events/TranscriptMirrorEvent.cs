using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>transcript_mirror</c>: lines that were added to a transcript; only with a hidden option.</summary>
public sealed class TranscriptMirrorEvent : ClaudeEvent
{
    internal TranscriptMirrorEvent(EventSource source)
        : base(source)
    {
        FilePath = source.Json.Text("filePath");
    }

    /// <summary>The transcript.</summary>
    public string? FilePath { get; }
}
