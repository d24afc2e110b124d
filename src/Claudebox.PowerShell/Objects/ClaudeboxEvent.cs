using System.Text;
using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>Something that happened in a run; what <c>Invoke-Claudebox</c> emits.</summary>
public abstract class ClaudeboxEvent
{
    private readonly ReadOnlyMemory<byte> _line;

    private protected ClaudeboxEvent(ClaudeEvent source, EventOrigin origin, string? type = null)
    {
        _line = source.Line;
        Type = type ?? source.Type;
        Subtype = source.Subtype;
        Time = origin.Time;
        RunId = origin.RunId;
        SessionId = source.SessionId;
        Workspace = origin.Workspace;
        ParentToolUseId = source.ParentToolUseId;
        Sequence = origin.Sequence;
    }

    /// <summary>
    /// The kind of event: the block's type for messages (<c>text</c>, <c>thinking</c>, <c>tool_use</c>,
    /// <c>tool_result</c>), else the type of Claude Code's line (<c>system</c>, <c>rate_limit_event</c>, <c>result</c>, …).
    /// </summary>
    public string Type { get; }

    /// <summary>The subtype of Claude Code's line, e.g. <c>init</c> or <c>success</c>.</summary>
    public string? Subtype { get; }

    /// <summary>When it was received.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>What it says to a person.</summary>
    public abstract string? Text { get; }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>Claude Code's session.</summary>
    public string? SessionId { get; }

    /// <summary>The workspace directory on this machine.</summary>
    public string Workspace { get; }

    /// <summary>The tool call of the sub-agent it belongs to; null in the main conversation.</summary>
    public string? ParentToolUseId { get; }

    /// <summary>The number of Claude Code's line within the run, from 1; the blocks of one line share it.</summary>
    public long Sequence { get; }

    /// <summary>The line as Claude Code wrote it.</summary>
    public string Raw => Encoding.UTF8.GetString(_line.Span);

    /// <summary>Gives <see cref="Text"/>, so that an event in a string is what it says.</summary>
    /// <returns>The text; empty when there is none.</returns>
    public override string ToString() => Text ?? "";
}
