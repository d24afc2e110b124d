using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>The open ledger entry of a living run.</summary>
internal sealed class RunEntry(RunLedger ledger, string runId, FileStream hold, FileStream events, FileStream stderr) : IAsyncDisposable
{
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
    public void Write(RunRecord record) => ledger.Write(record);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        await stderr.DisposeAsync();
        await hold.DisposeAsync();
        ledger.Closed(runId);
    }
}
