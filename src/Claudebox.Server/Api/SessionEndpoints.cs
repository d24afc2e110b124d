using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Server.Sessions;
using Claudebox.Sessions;

namespace Claudebox.Server.Api;

/// <summary>Sessions over HTTP: list and delete.</summary>
internal static class SessionEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sessions", ListAsync);
        routes.MapDelete("/sessions", (HttpContext context, WorkspaceResolver workspaces, SessionClearing clearing) =>
            ClearAsync(context, workspaces, clearing, sessionId: null));
        routes.MapDelete("/sessions/{id}", (HttpContext context, string id, WorkspaceResolver workspaces, SessionClearing clearing) =>
            ClearAsync(context, workspaces, clearing, id));
    }

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
        var cleared = await clearing.ClearAsync(workspace, origin, sessionId, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, cleared, WireJson.Default.SessionsCleared);
    }
}
