using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Runs;
using Claudebox.Server.Sessions;
using Claudebox.Sessions;

namespace Claudebox.Server.Api;

/// <summary>Sessions over HTTP: list and delete.</summary>
internal static class SessionEndpoints
{
    private const string Tag = "Sessions";

    /// <summary>Maps the routes.</summary>
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sessions", ListAsync).Public()
            .Describe("listSessions", "Lists a workspace's sessions", Tag).TakesWorkspace().Answers<IReadOnlyList<SessionRecord>>().Fails(400);
        routes.MapDelete("/sessions", (HttpContext context, WorkspaceResolver workspaces, SessionClearing clearing) =>
            ClearAsync(context, workspaces, clearing, sessionId: null)).Public()
            .Describe("clearSessions", "Deletes a workspace's sessions", Tag).TakesWorkspace()
            .Takes("origin", "query", "Only the sessions of this lineage").Answers<SessionsCleared>().Fails(400, 409);
        routes.MapDelete("/sessions/{id}", (HttpContext context, string id, WorkspaceResolver workspaces, SessionClearing clearing) =>
            ClearAsync(context, workspaces, clearing, id)).Public()
            .Describe("deleteSession", "Deletes one session", Tag).Takes("id", "path", "The session").TakesWorkspace()
            .Answers<SessionsCleared>().Fails(400, 404, 409);
    }

    private static RouteHandlerBuilder TakesWorkspace(this RouteHandlerBuilder builder) =>
        builder.Takes("workspace", "query", "The workspace; the root when none is named");

    private static async Task ListAsync(HttpContext context, WorkspaceResolver workspaces, SessionStore sessions)
    {
        var workspace = workspaces.Resolve(context.Request.Query["workspace"]);
        var found = context.Request.Query["details"] == "1"
            ? await sessions.ListInDetailAsync(workspace, context.RequestAborted)
            : await sessions.ListAsync(workspace);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, found, WireJson.Default.IReadOnlyListSessionRecord);
    }

    private static async Task ClearAsync(HttpContext context, WorkspaceResolver workspaces, SessionClearing clearing, string? sessionId)
    {
        var workspace = workspaces.Resolve(context.Request.Query["workspace"]);
        var origin = context.Request.Query["origin"].ToString() is { Length: > 0 } named ? named : null;
        SessionOrigins.Check(origin, "origin");
        var cleared = await clearing.ClearAsync(workspace, origin, sessionId, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, cleared, WireJson.Default.SessionsCleared);
    }
}
