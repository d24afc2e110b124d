using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Streams;

namespace Claudebox.Server.Api;

/// <summary>
/// Streams a run's events to a client as they happen, from any point on: as server-sent events with state frames
/// and comments against silence, or as NDJSON.
/// </summary>
internal sealed class EventStreamWriter(HttpContext context, RunLedger ledger, IRunView run, EventStreamOptions options)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    // A line can be megabytes long; in pieces it never waits in memory as a whole a second time.
    private const int PieceSize = 64 * 1024;

    private readonly Stream _body = context.Response.Body;
    private RunStatus? _lastStatus;
    private Task? _silence;

    /// <summary>Writes until the run is final and all its events are out, or the client is gone.</summary>
    public async Task WriteAsync()
    {
        var cancel = context.RequestAborted;
        context.Response.ContentType = options.ServerSentEvents ? "text/event-stream" : "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        await WriteProgressAsync();
        using var lines = new LineReader(new EventTail(ledger.OpenEvents(run.Record.RunId), () => run.Record.IsFinal, run.Changed));
        for (long sequence = 1; ; sequence++)
        {
            if (await NextLineAsync(lines, cancel) is not { } line)
            {
                break;
            }

            if (sequence > options.After && (options.IncludePartial || !EventPeek.IsPartial(line.Span)))
            {
                await WriteEventAsync(sequence, line, cancel);
            }
        }

        await WriteStateAsync(run.Record);
        await WriteFailureAsync();
        await _body.FlushAsync(cancel);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> NextLineAsync(LineReader lines, CancellationToken cancel)
    {
        var next = lines.ReadLineAsync(cancel);
        if (next.IsCompletedSuccessfully)
        {
            return next.Result;
        }

        var line = next.AsTask();
        try
        {
            return await WaitAsync(line, cancel);
        }
        finally
        {
            // The reader's buffer goes back to the pool next; a read that is still under way would write into it.
            await line.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> WaitAsync(Task<ReadOnlyMemory<byte>?> line, CancellationToken cancel)
    {
        await _body.FlushAsync(cancel);
        while (true)
        {
            var changed = run.Changed();
            await WriteProgressAsync();
            if (line.IsCompleted)
            {
                return await line;
            }

            // It goes on over lines that are left out: to the client they are silence.
            _silence ??= Task.Delay(KeepAlive, cancel);
            var first = await Task.WhenAny(line, _lastStatus == RunStatus.Queued ? changed : line, _silence);
            if (first == _silence)
            {
                cancel.ThrowIfCancellationRequested();
                await WriteKeepAliveAsync(cancel);
                _silence = null;
            }
        }
    }

    private async Task WriteEventAsync(long sequence, ReadOnlyMemory<byte> line, CancellationToken cancel)
    {
        if (options.ServerSentEvents)
        {
            await WriteTextAsync(string.Create(CultureInfo.InvariantCulture, $"id: {sequence}\ndata: "), cancel);
        }

        if (options.Raw)
        {
            await WriteInPiecesAsync(line, cancel);
        }
        else
        {
            var camel = new ArrayBufferWriter<byte>(line.Length + 64);
            Envelope.Write(line.Span, camel);
            await WriteInPiecesAsync(camel.WrittenMemory, cancel);
        }

        await WriteTextAsync(options.ServerSentEvents ? "\n\n" : "\n", cancel);
        _silence = null;
    }

    // A final state ends the stream for its reader, so it has to wait for the events that are still to be written.
    private Task WriteProgressAsync() => run.Record is { IsFinal: false } record ? WriteStateAsync(record) : Task.CompletedTask;

    // A state frame whenever the status differs from the one told last.
    private async Task WriteStateAsync(RunRecord record)
    {
        if (options.ServerSentEvents && record.Status != _lastStatus)
        {
            var json = JsonSerializer.Serialize(record, WireJson.Default.RunRecord);
            await WriteTextAsync($"event: run\ndata: {json}\n\n", context.RequestAborted);
            await _body.FlushAsync(context.RequestAborted);
        }

        _lastStatus = record.Status;
    }

    // NDJSON has no state frames; a run without a result of its own still must not end like a good one. Raw means
    // Claude Code's bytes and nothing else.
    private async Task WriteFailureAsync()
    {
        if (!options.ServerSentEvents && !options.Raw && run.Record is { Error: not null } record)
        {
            var json = JsonSerializer.Serialize(record, WireJson.Default.RunRecord);
            await WriteTextAsync($"{{\"type\":\"run\",\"run\":{json}}}\n", context.RequestAborted);
        }
    }

    private async Task WriteKeepAliveAsync(CancellationToken cancel)
    {
        if (options.ServerSentEvents)
        {
            await WriteTextAsync(": \n\n", cancel);
            await _body.FlushAsync(cancel);
        }
    }

    private async Task WriteInPiecesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        for (var start = 0; start < bytes.Length; start += PieceSize)
        {
            await _body.WriteAsync(bytes[start..Math.Min(start + PieceSize, bytes.Length)], cancel);
        }
    }

    private Task WriteTextAsync(string text, CancellationToken cancel) => _body.WriteAsync(Encoding.UTF8.GetBytes(text), cancel).AsTask();
}
