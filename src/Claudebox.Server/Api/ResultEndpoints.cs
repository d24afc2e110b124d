using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>The announced way to an asynchronous run's result and to its end (behaviour.md 1.8.3).</summary>
internal static class ResultEndpoints
{
    private const string Tag = "Runs";

    /// <summary>Maps the routes.</summary>
    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/run/result", ResultAsync).Public()
            .Describe("getResult", "A run's result, or where it stands; reading it changes nothing", Tag)
            .Takes("runId", "query", "The run", isRequired: true)
            .Answers<RunResultDocument>().Fails(404, 422);
        routes.MapPost("/run/cancel", CancelAsync).Public()
            .Describe("cancel", "Ends a run, or all runs of a workspace, and waits until they are over", Tag)
            .Takes("runId", "query", "The run")
            .Takes("workspace", "query", "The workspace, when no run is named; the root when that is not either")
            .Answers<RunCancelled>().Fails(400, 404);
    }

    private static async Task ResultAsync(HttpContext context, VisibleRuns runs, RunLedger ledger)
    {
        var runId = RunIdOf(context.Request) ?? throw new ClaudeboxException(new RunFailure
        {
            Code = FailureCode.InvalidRequest,
            Message = "The request is not valid: runId is required.",
            Fields = new Dictionary<string, string> { ["runId"] = "is required" },
        });
        var run = runs.Get(context, runId);
        if (run.Record.Status == RunStatus.Completed)
        {
            await RunAnswer.WriteAsync(context, ledger, run, RunEndpoints.FormatOf(run.Record));
            return;
        }

        await JsonAnswer.WriteAsync(context, RunProgress.Of(run.Record), WireJson.Default.RunProgress);
    }

    private static async Task CancelAsync(HttpContext context, VisibleRuns runs, RunEngine engine)
    {
        RunCancelled answer;
        if (RunIdOf(context.Request) is { } runId)
        {
            _ = runs.Get(context, runId);
            var record = await engine.CancelAsync(runId, context.RequestAborted);
            answer = new RunCancelled { Status = "ok", RunId = runId, Workspace = record.Workspace, RunStatus = record.Status };
        }
        else
        {
            var workspace = await engine.CancelWorkspaceAsync(context.Request.Query["workspace"], context.RequestAborted);
            answer = new RunCancelled { Status = "ok", Workspace = workspace };
        }

        await JsonAnswer.WriteAsync(context, answer, WireJson.Default.RunCancelled);
    }

    private static string? RunIdOf(HttpRequest request) =>
        request.Query["runId"].ToString() is { Length: > 0 } camel ? camel
        : request.Query["run_id"].ToString() is { Length: > 0 } snake ? snake
        : null;
}
