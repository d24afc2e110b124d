using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Hosting;
using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>What the server does now, whether it can work, and its credentials.</summary>
internal static class StatusEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", StatusAsync).Public()
            .Describe("getStatus", "Runs that are at work or wait", "Server").Answers<ServerStatus>();
        routes.MapGet("/ready", ReadyAsync).Public(PublicAccess.Everybody)
            .Describe("getReady", "Whether the server can take prompts: Claude Code is installed, data directory and root are writable", "Server")
            .Answers<ServerReady>().Fails(503);
        routes.MapPut("/credentials", CredentialsAsync);
        routes.MapPost("/stop", StopAsync);
    }

    private static Task StatusAsync(HttpContext context, RunEngine engine)
    {
        var runs = engine.Active;
        var status = new ServerStatus
        {
            BusyWorkspaces = [.. runs.Where(r => r.Status == RunStatus.Running).Select(r => r.Workspace).Distinct().Order(StringComparer.Ordinal)],
            Runs = [.. runs.Select(RunProgress.Of)],
        };
        return JsonAnswer.WriteAsync(context, status, WireJson.Default.ServerStatus);
    }

    private static Task ReadyAsync(HttpContext context, Readiness readiness) => readiness.Problem() is { } problem
        ? Problem.WriteAsync(context.Response, new RunFailure { Code = FailureCode.ServerUnavailable, Message = problem, RetryAfterSeconds = 5 })
        : JsonAnswer.WriteAsync(context, new ServerReady { Status = "ready" }, WireJson.Default.ServerReady);

    // Not public: the container's own socket is the only way here.
    private static async Task CredentialsAsync(HttpContext context, ServerSecrets secrets, ServerOptions options)
    {
        secrets.Replace(await RequestBody.ReadJsonAsync(context, options.MaxRequestBytes, WireJson.Default.ServerCredentials));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // Not public either.
    private static async Task StopAsync(HttpContext context, StopWhenUnused stop)
    {
        if (await stop.TryAsync(context) is { } reason)
        {
            await Problem.WriteAsync(context.Response, new RunFailure { Code = FailureCode.WorkspaceBusy, Message = reason });
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
