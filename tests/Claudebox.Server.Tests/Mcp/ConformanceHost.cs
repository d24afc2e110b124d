using System.Net;
using Claudebox.Server.Auth;
using Claudebox.Server.Files;
using Claudebox.Server.Mcp;
using Claudebox.Server.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>
/// The server's transport, access rules, resources and tool base with the tools, prompts and resources that the conformance suite
/// asks for in place of Claudebox's own.
/// </summary>
internal sealed class ConformanceHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _root;

    private ConformanceHost(WebApplication app, DirectoryInfo root)
    {
        _app = app;
        _root = root;
    }

    /// <summary>The MCP server's address.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/mcp";

    /// <summary>Starts the host without a token, as the suite sends none.</summary>
    public static async Task<ConformanceHost> StartAsync()
    {
        var root = Directory.CreateTempSubdirectory("claudebox-conformance-");
        var options = new ServerOptions
        {
            Role = "server",
            Workspace = root.FullName,
            DataDirectory = root.FullName,
            SocketPath = Path.Combine(root.FullName, "run", "api.sock"),
            Home = root.FullName,
            ClaudePath = "",
            ScriptsDirectory = root.FullName,
            ApiPort = 0,
            MaxRequestBytes = 1024 * 1024,
            AcceptsQueryToken = true,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services
            .AddSingleton(options)
            .AddSingleton(services => new ServerSecrets(options, new Dictionary<string, string>(), services.GetRequiredService<ILogger<ServerSecrets>>()))
            .AddSingleton<HostRules>()
            .AddSingleton(new Lazy<WorkspaceFiles>(() => new WorkspaceFiles(root.FullName, new FileOwner(0, 0))));
        builder.Services.AddMcpTransport()
            .WithWorkspaceResources()
            .WithTools(ConformanceTools.All.Cast<McpServerTool>())
            .WithResources(ConformanceResources.All)
            .WithPrompts(ConformancePrompts.All);
        var app = builder.Build();
        app.UseMiddleware<PublicAccessMiddleware>();
        app.MapClaudeboxMcp();
        await app.StartAsync();
        return new ConformanceHost(app, root);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
