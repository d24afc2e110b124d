using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>The open ledger entry of a living run.</summary>
internal sealed class RunEntry(RunLedger ledger, string runId, FileStream hold, FileStream events, FileStream stderr) : IAsyncDisposable
{
    private RunRecord? _deferred;

    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    /// <summary>Where Claude Code's stderr goes.</summary>
    public Stream StandardError => stderr;

    /// <summary>Appends an event verbatim; when it returns, the event survives the death of this process.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        // One unbuffered write per part: readers may see half a line, never a changed one.
        events.Write(line);
        events.Write(LineFeed);
    }

    /// <summary>Replaces the record.</summary>
    public void Write(RunRecord record)
    {
        if (record.IsFinal)
        {
            // An outcome must not outlive the events that it is the outcome of.
            events.Flush(flushToDisk: true);
        }

        ledger.Write(record);
    }

    /// <summary>Leaves a final record that cannot be written now to the ledger, which writes it as soon as it can.</summary>
    public void Defer(RunRecord record) => _deferred = record;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        await stderr.DisposeAsync();
        if (_deferred is { } record)
        {
            ledger.Defer(record, hold);
        }
        else
        {
            await hold.DisposeAsync();
        }

        ledger.Closed(runId);
    }
}
