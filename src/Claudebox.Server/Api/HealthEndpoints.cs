using System.Reflection;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Hosting;
using Claudebox.Server.Runs;
using Claudebox.Server.Terminals;

namespace Claudebox.Server.Api;

/// <summary>Whether the server lives.</summary>
internal static class HealthEndpoints
{
    /// <summary>The server's version.</summary>
    public static string Version { get; } =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Maps the route.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", (HttpContext context, RunEngine engine, TerminalKeeper terminals, ServerOptions options) =>
        {
            OpenConnections.Note(context);
            var health = new ServerHealth
            {
                Status = engine.IsShutDown ? ServerHealth.Stopping : ServerHealth.Ok,
                Version = Version,
                Role = options.Role,
                ActiveRuns = engine.ActiveCount,
                AttachedTerminals = terminals.Count,
            };
            return JsonAnswer.WriteAsync(context, health, WireJson.Default.ServerHealth);
        }).Public(PublicAccess.Everybody).Describe("getHealth", "Whether the server lives", "Server").Answers<ServerHealth>();
}
