using System.Globalization;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Views;

namespace Claudebox.Server.Api;

/// <summary>Runs over HTTP: submit, list, look at, follow, cancel.</summary>
internal static class RunEndpoints
{
    /// <summary>Maps the routes.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="origin">The lineage of runs that name none.</param>
    public static void MapRuns(this IEndpointRouteBuilder routes, string origin)
    {
        routes.MapPost("/run", (HttpContext context, RunEngine engine, RunLedger ledger) => SubmitAsync(context, engine, ledger, origin));
        routes.MapGet("/runs", ListAsync);
        routes.MapGet("/runs/{id}", GetAsync);
        routes.MapGet("/runs/{id}/events", FollowAsync);
        routes.MapPost("/runs/{id}/cancel", CancelAsync);
    }

    private static async Task SubmitAsync(HttpContext context, RunEngine engine, RunLedger ledger, string origin)
    {
        var request = RunRequestReader.Read(await RequestBody.ReadAsync(context));
        var runId = context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : RunIds.New();
        var run = await engine.SubmitAsync(request, runId, origin, context.RequestAborted);
        context.Response.Headers["X-Run-Id"] = runId;
        if (request.Async)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await WriteAsync(context, run.Record);
            return;
        }

        // The caller's connection is the run's lifeline, unless it said otherwise.
        using var lifeline = run is Run own && !request.FireAndForget ? new ClientLifeline(own, context.RequestAborted) : null;
        if (EventStreamOptions.WantsServerSentEvents(context.Request) is { } serverSentEvents)
        {
            var options = new EventStreamOptions(serverSentEvents, Flag(context, "raw"), request.IncludePartialMessages, After: 0);
            await new EventStreamWriter(context, ledger, run, options).WriteAsync();
        }
        else
        {
            var format = request.OutputFormat == "json-verbose" ? OutputFormat.JsonVerbose : OutputFormat.Json;
            await RunAnswer.WriteAsync(context, ledger, run, format);
        }
    }

    private static async Task ListAsync(HttpContext context, RunEngine engine)
    {
        var workspace = context.Request.Query["workspace"].ToString();
        IReadOnlyList<RunRecord> runs = [.. engine.List().Where(r => workspace.Length == 0 || r.Workspace == workspace)];
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, runs, WireJson.Default.IReadOnlyListRunRecord);
    }

    private static Task GetAsync(HttpContext context, string id, RunEngine engine) =>
        WriteAsync(context, (engine.Find(id) ?? throw RunIds.NotFound(id)).Record);

    private static async Task FollowAsync(HttpContext context, string id, RunEngine engine, RunLedger ledger)
    {
        var run = engine.Find(id) ?? throw RunIds.NotFound(id);
        var options = new EventStreamOptions(
            EventStreamOptions.WantsServerSentEvents(context.Request) ?? false,
            Flag(context, "raw"),
            Flag(context, "partial"),
            AfterOf(context.Request));
        await new EventStreamWriter(context, ledger, run, options).WriteAsync();
    }

    private static async Task CancelAsync(HttpContext context, string id, RunEngine engine) =>
        await WriteAsync(context, await engine.CancelAsync(id, context.RequestAborted));

    private static Task WriteAsync(HttpContext context, RunRecord record)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, record, WireJson.Default.RunRecord);
    }

    private static long AfterOf(HttpRequest request)
    {
        var text = request.Query["after"].ToString() is { Length: > 0 } query ? query : request.Headers["Last-Event-ID"].ToString();
        return text.Length == 0 ? 0
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after
            : throw new ClaudeboxException(FailureCode.InvalidRequest, "'after' must be a sequence number.");
    }

    private static bool Flag(HttpContext context, string name) => context.Request.Query[name].ToString() is "1" or "true";
}
