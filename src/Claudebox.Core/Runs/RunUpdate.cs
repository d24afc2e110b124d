namespace Claudebox.Runs;

/// <summary>One item of a run's stream: an event of Claude Code, or a change of the run's own state.</summary>
public sealed record RunUpdate
{
    /// <summary>An event.</summary>
    /// <param name="sequence">Its number within the run, from 1.</param>
    /// <param name="line">Its line, verbatim, without the line feed.</param>
    public RunUpdate(long sequence, ReadOnlyMemory<byte> line)
    {
        Sequence = sequence;
        Line = line;
    }

    /// <summary>A change of state.</summary>
    /// <param name="record">The run as it is now.</param>
    public RunUpdate(RunRecord record) => Record = record;

    /// <summary>The event's number within the run; 0 for a change of state.</summary>
    public long Sequence { get; }

    /// <summary>The event's line as Claude Code wrote it; empty for a change of state.</summary>
    public ReadOnlyMemory<byte> Line { get; }

    /// <summary>The run as it is now; null for an event.</summary>
    public RunRecord? Record { get; }
}
