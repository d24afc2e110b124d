using Claudebox.Server.Api;
using Claudebox.Server.Auth;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Mcp;

/// <summary>The Model Context Protocol over streamable HTTP: other agents delegate work to Claude Code in a workspace.</summary>
internal static class McpEndpoint
{
    /// <summary>The server's name towards clients.</summary>
    public const string ServerName = "claudebox";

    // Served with and without a slash at its end.
    private const string Route = "/mcp";

    // A client whose session is gone gets a 404 and begins a new one.
    private const int MostIdleSessions = 1000;

    private const string Instructions =
        "Delegates work to Claude Code, an agent that reads and writes files and runs commands in a workspace: a directory below " +
        "the server's root. All paths are relative to that root. Work through files: put long inputs into the workspace with " +
        "write_file, give claude_run a short prompt that names them and says where to write the outcome, then read it with " +
        "read_file. A run that takes longer than you can wait: call claude_run with wait_seconds, then get_run until it is over.";

    /// <summary>Adds the protocol with Claudebox's tools, prompts and resources.</summary>
    public static void AddClaudeboxMcp(this IServiceCollection services) =>
        services.AddSingleton<RunFollower>().AddSingleton<RunReporter>().AddMcpTransport()
            .AddSingletonTool<ClaudeRunTool>()
            .AddSingletonTool<GetRunTool>()
            .AddSingletonTool<CancelRunTool>()
            .AddSingletonTool<ListFilesTool>()
            .AddSingletonTool<ReadFileTool>()
            .AddSingletonTool<WriteFileTool>()
            .AddSingletonTool<DeleteFileTool>()
            .WithPrompts([new DelegateTaskPrompt()])
            .WithWorkspaceResources();

    /// <summary>Adds the protocol alone: transport, sessions and how the server presents itself.</summary>
    public static IMcpServerBuilder AddMcpTransport(this IServiceCollection services) => services
        .AddMcpServer(server =>
        {
            server.ServerInfo = new Implementation { Name = ServerName, Title = "Claudebox", Version = HealthEndpoints.Version };
            server.ServerInstructions = Instructions;
        })
        .WithHttpTransport(http =>
        {
            // Announced: sessions. From revision 2026-07-28 on the protocol has none; such clients are served without.
            http.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;

            // Marked as obsolete because sessions are: those of older clients still need a bound.
#pragma warning disable MCP9006
            http.MaxIdleSessionCount = MostIdleSessions;
#pragma warning restore MCP9006
        });

    /// <summary>Maps the route.</summary>
    public static void MapClaudeboxMcp(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<ServerOptions>();
        routes.MapMcp(Route).Public(PublicAccess.TokenOrQuery).WithMetadata(new RequestSizeLimit(options.MaxRequestBytes))
            .Add(endpoint => endpoint.RequestDelegate = new SessionRule(endpoint.RequestDelegate!, options).InvokeAsync);
    }

    private static IMcpServerBuilder AddSingletonTool<T>(this IMcpServerBuilder builder)
        where T : McpServerTool
    {
        builder.Services.AddSingleton<McpServerTool, T>();
        return builder;
    }
}
