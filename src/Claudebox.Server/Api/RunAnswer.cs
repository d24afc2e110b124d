using System.Text.Json;
using Claudebox.Events;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Streams;
using Claudebox.Views;

namespace Claudebox.Server.Api;

/// <summary>The answer of a synchronous run: the result as JSON, or a problem that holds Claude Code's result.</summary>
internal static class RunAnswer
{
    /// <summary>Waits for the run's end and writes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ledger">Where the events are.</param>
    /// <param name="run">The run.</param>
    /// <param name="format"><see cref="OutputFormat.Json"/> or <see cref="OutputFormat.JsonVerbose"/>.</param>
    public static async Task WriteAsync(HttpContext context, RunLedger ledger, IRunView run, OutputFormat format)
    {
        await WaitAsync(run, context.RequestAborted);
        var record = run.Record;
        var options = new EventViewOptions { RunId = record.RunId, Workspace = record.Workspace };
        if (record.Error is { } failure)
        {
            await Problem.WriteAsync(context.Response, failure, record.RunId, await ResultAsync(ledger, record.RunId));
            return;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/json";
        }

        var view = EventView.Create(format, context.Response.BodyWriter, options);
        await FeedAsync(ledger, record.RunId, @event =>
        {
            view.Add(@event);
            return context.Response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
        }, onlyResults: format == OutputFormat.Json);
        view.Complete();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task WaitAsync(IRunView run, CancellationToken cancel)
    {
        while (true)
        {
            var changed = run.Changed();
            if (run.Record.IsFinal)
            {
                return;
            }

            await changed.WaitAsync(cancel);
        }
    }

    private static async Task<JsonElement?> ResultAsync(RunLedger ledger, string runId)
    {
        JsonElement? result = null;
        await FeedAsync(ledger, runId, @event =>
        {
            using var document = JsonDocument.Parse(Envelope.ToCamelCase(@event.Line.Span), new JsonDocumentOptions { MaxDepth = JsonDepth.Limit });
            result = document.RootElement.Clone();
            return Task.CompletedTask;
        }, onlyResults: true);
        return result;
    }

    private static async Task FeedAsync(RunLedger ledger, string runId, Func<ClaudeEvent, Task> take, bool onlyResults)
    {
        await using var file = ledger.OpenEvents(runId);
        using var lines = new LineReader(file);
        while (await lines.ReadLineAsync() is { } line)
        {
            if (onlyResults ? EventPeek.IsOfType(line.Span, "result") : !EventPeek.IsPartial(line.Span))
            {
                await take(ClaudeEvent.Parse(line.ToArray()));
            }
        }
    }
}
