using System.Globalization;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Runs;
using Claudebox.Views;

namespace Claudebox.Server.Api;

/// <summary>Runs over HTTP: submit, list, look at, follow, cancel.</summary>
internal static class RunEndpoints
{
    private const string Tag = "Runs";

    /// <summary>Maps the routes.</summary>
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/run", SubmitAsync).Public()
            .Describe("run", "Runs a prompt and answers with its result, or with its events as the Accept header asks", Tag)
            .Takes("Idempotency-Key", "header", "The run's id, chosen by the client; the same id gives the same run, which is never executed twice")
            .Takes("Prefer", "header", "wait: like the field of that name; wait=N: for at most N seconds")
            .Takes("raw", "query", "1: events in Claude Code's own bytes")
            .TakesBody<RunRequest>("application/json")
            .Answers<RunResultDocument>("application/json", "text/event-stream", "application/x-ndjson")
            .Fails(400, 404, 409, 413, 422, 429, 502, 503, 504);
        routes.MapGet("/runs", ListAsync).Public()
            .Describe("listRuns", "Lists runs, the newest first", Tag)
            .Takes("workspace", "query", "Only runs in this workspace")
            .Answers<IReadOnlyList<RunRecord>>();
        routes.MapGet("/runs/{id}", GetAsync).Public()
            .Describe("getRun", "What is known of a run", Tag).Takes("id", "path", "The run").Answers<RunRecord>().Fails(404);
        routes.MapGet("/runs/{id}/events", FollowAsync).Public()
            .Describe("followRun", "A run's events from any point on, as they happen; NDJSON unless the Accept header asks for server-sent events", Tag)
            .Takes("id", "path", "The run")
            .Takes("after", "query", "The last sequence number that the client has")
            .Takes("Last-Event-ID", "header", "The same, as browsers send it")
            .Takes("raw", "query", "1: events in Claude Code's own bytes")
            .Takes("partial", "query", "1: with the pieces of messages")
            .Answers<JsonElement>("application/x-ndjson", "text/event-stream").Fails(404, 422);
        routes.MapPost("/runs/{id}/cancel", CancelAsync).Public()
            .Describe("cancelRun", "Ends a run and waits until it is over; changes nothing when it was", Tag)
            .Takes("id", "path", "The run").Answers<RunRecord>().Fails(404);
    }

    private static async Task SubmitAsync(HttpContext context, RunEngine engine, RunLedger ledger, ServerSecrets secrets, ServerOptions options)
    {
        var request = RunRequestReader.Read(await RequestBody.ReadAsync(context, options.MaxRequestBytes));
        if (!context.IsTrusted())
        {
            PublicRequestRules.Check(request, secrets.AreOpen);
        }

        var preference = WaitPreference.Of(context.Request);
        if (preference is not null)
        {
            request = request with { Wait = true };
            context.Response.Headers["Preference-Applied"] = preference.ToString();
        }

        var runId = context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : RunIds.New();
        var run = await engine.SubmitAsync(request, runId, options.StandardOrigin, context.RequestAborted, queueLimit: preference?.Limit);
        context.Response.Headers["X-Run-Id"] = runId;
        if (request.Async || request.FireAndForget)
        {
            // Who may leave without ending the run is never gone, whoever else shares it.
            (run as Run)?.Hold();
        }

        if (request.Async)
        {
            context.Response.Headers.Location = "/runs/" + runId;
            await JsonAnswer.WriteAsync(context, run.Record, WireJson.Default.RunRecord);
            return;
        }

        // The caller's connection is the run's lifeline, unless it said otherwise.
        using var lifeline = run is Run own && !request.FireAndForget ? new ClientLifeline(own, context.RequestAborted) : null;
        if (EventStreamOptions.WantsServerSentEvents(context.Request) is { } serverSentEvents)
        {
            var stream = new EventStreamOptions(serverSentEvents, Flag(context, "raw"), request.IncludePartialMessages, After: 0);
            await new EventStreamWriter(context, ledger, run, stream).WriteAsync();
            return;
        }

        // Who may leave before the end needs the id before the end (design D7), and so learns of a failure from the body.
        if (request.FireAndForget)
        {
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync(context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await RunAnswer.WriteAsync(context, ledger, run, FormatOf(run.Record));
    }

    private static Task ListAsync(HttpContext context, VisibleRuns runs, WorkspaceResolver workspaces)
    {
        // The host asks by the path that runs are recorded with, and of workspaces that this container does not see as well.
        var named = context.Request.Query["workspace"].ToString();
        var workspace = named.Length == 0 || context.IsTrusted() ? named : workspaces.Resolve(named);
        IReadOnlyList<RunRecord> found = [.. runs.List(context).Where(r => workspace.Length == 0 || r.Workspace == workspace)];
        return JsonAnswer.WriteAsync(context, found, WireJson.Default.IReadOnlyListRunRecord);
    }

    private static Task GetAsync(HttpContext context, string id, VisibleRuns runs) =>
        JsonAnswer.WriteAsync(context, runs.Get(context, id).Record, WireJson.Default.RunRecord);

    private static async Task FollowAsync(HttpContext context, string id, VisibleRuns runs, RunLedger ledger)
    {
        var run = runs.Get(context, id);
        var options = new EventStreamOptions(
            EventStreamOptions.WantsServerSentEvents(context.Request) ?? false,
            Flag(context, "raw"),
            Flag(context, "partial"),
            AfterOf(context.Request));
        context.Response.Headers["X-Run-Id"] = id;
        await new EventStreamWriter(context, ledger, run, options).WriteAsync();
    }

    private static async Task CancelAsync(HttpContext context, string id, VisibleRuns runs, RunEngine engine)
    {
        _ = runs.Get(context, id);
        var record = await engine.CancelAsync(id, context.RequestAborted);
        if (!record.IsFinal)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        await JsonAnswer.WriteAsync(context, record, WireJson.Default.RunRecord);
    }

    /// <summary>The format in which a run's result was asked for.</summary>
    internal static OutputFormat FormatOf(RunRecord record) => record.OutputFormat == "json-verbose" ? OutputFormat.JsonVerbose : OutputFormat.Json;

    // A browser that connects again repeats the address, which says where it once began.
    private static long AfterOf(HttpRequest request) =>
        Math.Max(SequenceOf(request.Query["after"].ToString(), "after"), SequenceOf(request.Headers["Last-Event-ID"].ToString(), "Last-Event-ID"));

    private static long SequenceOf(string text, string name) => text.Length == 0 ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence
        : throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{name}' must be a sequence number.");

    private static bool Flag(HttpContext context, string name) => context.Request.Query[name].ToString() is "1" or "true";
}
