using Claudebox.Server.Api;
using Claudebox.Server.Auth;
using Claudebox.Server.Claude;
using Claudebox.Server.Files;
using Claudebox.Server.Mcp;
using Claudebox.Server.OpenAi;
using Claudebox.Server.Runs;
using Claudebox.Server.Sessions;
using Claudebox.Server.Terminals;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudebox.Server.Hosting;

/// <summary>The verb <c>serve</c>: the resident server.</summary>
internal static class ServeCommand
{
    // Docker kills a container 10 s after it asked it to stop, unless it is told to wait longer, as one has to who drains longer.
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(9);

    // The steps of a stop take 2 s, and the rest is for what dies slowly.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(4);

    /// <summary>Serves until stopped or idle.</summary>
    public static async Task<int> RunAsync()
    {
        var secrets = SecretHandOver.Take();
        var options = ServerOptions.FromEnvironment();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddServerConsole(structured: options.ServesAllWorkspaces);
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime + EndLimit > ShutdownLimit ? options.DrainTime + EndLimit : ShutdownLimit)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(services => new ServerSecrets(options, secrets, services.GetRequiredService<ILogger<ServerSecrets>>()))
            .AddSingleton<HostRules>()
            .AddSingleton<ClaudeCode>()
            .AddSingleton<PromptComposer>()
            .AddSingleton<LineageStore>()
            .AddSingleton<SessionStore>()
            .AddSingleton<SessionClearing>()
            .AddSingleton<RunLedger>()
            .AddSingleton<WorkspaceLocks>()
            .AddSingleton<RunQueue>()
            .AddSingleton<WorkspaceResolver>()
            .AddSingleton(services => new Lazy<WorkspaceFiles>(
                () => new WorkspaceFiles(options.Workspace, services.GetRequiredService<ClaudeCode>().User.Owner),
                LazyThreadSafetyMode.PublicationOnly)) // A root that is missing now may be there at the next request.
            .AddSingleton<PrivateWorkspaces>()
            .AddSingleton<RunSlots>()
            .AddSingleton<RunAdmission>()
            .AddSingleton<VisibleRuns>()
            .AddSingleton<Readiness>()
            .AddSingleton<RunExecutor>()
            .AddSingleton<RunEngine>()
            .AddSingleton<ClaudePresets>()
            .AddSingleton<LoginState>()
            .AddSingleton<TerminalPlanner>()
            .AddSingleton<TerminalKeeper>()
            .AddSingleton<OpenConnections>()
            .AddSingleton<StopWhenUnused>()
            .AddHostedService<IdleStop>()
            .AddHostedService<RunLifetime>();
        builder.Services.AddOpenAi().AddApiReference();
        builder.Services.AddBrowserAccess(options);
        if (options.ApiPort is not null)
        {
            builder.Services.AddClaudeboxMcp();
        }

        builder.WebHost.ConfigureKestrel((_, kestrel) => Listen(kestrel, options));

        SystemTextFiles.Sweep(options.TextsDirectory);
        PrivateWorkspaces.Sweep(options.PrivateWorkspacesDirectory);
        await using var app = builder.Build();
        SessionRecorder.Sweep(options.TerminalsDirectory, app.Services.GetRequiredService<LineageStore>());
        app.UseProblems();
        app.UseBrowserAccess(options);
        app.UseMiddleware<PublicAccessMiddleware>();
        app.MapHealth();
        app.MapStatus();
        app.MapRuns();
        app.MapResults();
        app.MapSessions();
        app.MapFiles();
        app.MapOpenAi();
        app.MapTerminals();
        app.MapApiReference();
        if (options.ApiPort is not null)
        {
            app.MapClaudeboxMcp();
        }

        app.AnnounceApi();
        await app.RunAsync();
        return 0;
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = ChatHeaders.EncodingOf!;
        Directory.CreateDirectory(
            Path.GetDirectoryName(options.SocketPath)!,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(options.SocketPath);
        if (options.ApiPort is { } port)
        {
            kestrel.ListenAnyIP(port);
        }

        var services = kestrel.ApplicationServices;
        kestrel.ListenUnixSocket(options.SocketPath, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.RequireRoot(services.GetRequiredService<ILogger<RunEngine>>());
            services.GetRequiredService<OpenConnections>().Count(listen);
        });
    }
}
