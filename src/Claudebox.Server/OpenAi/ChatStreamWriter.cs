using System.Text;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Api;
using Claudebox.Server.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>
/// Streams an answer as server-sent events: one for each piece of text that the CLI tells, comments against silence, then
/// the finish reason, the usage if it is wanted, and <c>[DONE]</c>; or an error. The response begins with the first text or
/// comment, so that what fails before has its own status.
/// </summary>
internal sealed class ChatStreamWriter(HttpContext context, RunLedger ledger, IRunView run, ChatRequest chat, ChatJson json, TimeProvider time)
{
    // Proxies cut connections that are silent for a minute or less.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly Stream _body = context.Response.Body;
    private readonly ChatAnswer _answer = new(chat.JsonSchema is not null);
    private long _lastWrite = time.GetTimestamp();
    private bool _hasBegun;

    /// <summary>Writes until the run is final, or the client is gone.</summary>
    public async Task WriteAsync()
    {
        var cancel = context.RequestAborted;
        using (var lines = new EventLines(ledger, run))
        {
            while (await lines.NextAsync(WaitAsync, cancel) is { } line)
            {
                if (ChatAnswer.Wants(line.Span, streaming: true) && _answer.Take(ClaudeEvent.Parse(line.ToArray())) is { } text)
                {
                    await BeginAsync();
                    await WriteDataAsync(json.Chunk(text, isFirst: false, finish: null, chat.IncludeUsage));
                }
            }
        }

        await (_answer.FailureOf(run.Record) is { } failure ? FailAsync(failure) : FinishAsync());
    }

    private async Task FinishAsync()
    {
        await BeginAsync();
        await WriteDataAsync(json.Chunk(content: null, isFirst: false, _answer.Finish, chat.IncludeUsage));
        if (chat.IncludeUsage)
        {
            await WriteDataAsync(json.UsageChunk(_answer.Usage));
        }

        await WriteDataAsync("[DONE]"u8.ToArray());
    }

    private async Task FailAsync(RunFailure failure)
    {
        if (_hasBegun)
        {
            await WriteDataAsync(OpenAiError.Envelope(failure));
        }
        else
        {
            await Problem.WriteAsync(context.Response, failure, run.Record.RunId);
        }
    }

    // What counts is what the client hears: events come all the time, of thinking or tools, of which it is told nothing.
    private async Task WaitAsync(Task line)
    {
        while (!line.IsCompleted)
        {
            var left = KeepAlive - time.GetElapsedTime(_lastWrite);
            if (left <= TimeSpan.Zero)
            {
                await BeginAsync();
                await WriteAsync(": \n\n");
                continue;
            }

            using var soon = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            await Task.WhenAny(line, Task.Delay(left, time, soon.Token));
            context.RequestAborted.ThrowIfCancellationRequested();
            await soon.CancelAsync();
        }
    }

    private async Task BeginAsync()
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";

        // nginx holds responses back unless told otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await WriteDataAsync(json.Chunk(content: "", isFirst: true, finish: null, chat.IncludeUsage));
    }

    private async Task WriteDataAsync(ReadOnlyMemory<byte> data)
    {
        await _body.WriteAsync("data: "u8.ToArray(), context.RequestAborted);
        await _body.WriteAsync(data, context.RequestAborted);
        await WriteAsync("\n\n");
    }

    private async Task WriteAsync(string text)
    {
        await _body.WriteAsync(Encoding.ASCII.GetBytes(text), context.RequestAborted);
        await _body.FlushAsync(context.RequestAborted);
        _lastWrite = time.GetTimestamp();
    }
}
