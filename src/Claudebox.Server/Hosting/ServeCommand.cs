using Claudebox.Server.Api;
using Claudebox.Server.Claude;
using Claudebox.Server.Runs;
using Claudebox.Server.Sessions;
using Claudebox.Server.Terminals;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudebox.Server.Hosting;

/// <summary>The verb <c>serve</c>: the resident server.</summary>
internal static class ServeCommand
{
    // Docker kills a container 10 s after it asked it to stop.
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(8);

    /// <summary>Serves until stopped or idle.</summary>
    public static async Task<int> RunAsync()
    {
        var options = ServerOptions.FromEnvironment();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ClaudeCode>()
            .AddSingleton<PromptComposer>()
            .AddSingleton<LineageStore>()
            .AddSingleton<SessionStore>()
            .AddSingleton<SessionClearing>()
            .AddSingleton<RunLedger>()
            .AddSingleton<WorkspaceLocks>()
            .AddSingleton<WorkspaceQueue>()
            .AddSingleton<WorkspaceResolver>()
            .AddSingleton<RunExecutor>()
            .AddSingleton<RunEngine>()
            .AddSingleton<ClaudePresets>()
            .AddSingleton<LoginState>()
            .AddSingleton<TerminalPlanner>()
            .AddSingleton<TerminalKeeper>()
            .AddSingleton<IdleStop>()
            .AddHostedService(services => services.GetRequiredService<IdleStop>())
            .AddHostedService<RunLifetime>();
        builder.WebHost.ConfigureKestrel((_, kestrel) => Listen(kestrel, options));

        SystemTextFiles.Sweep(options.TextsDirectory);
        await using var app = builder.Build();
        SessionRecorder.Sweep(options.TerminalsDirectory, app.Services.GetRequiredService<LineageStore>());
        app.UseProblems();
        app.MapHealth();
        app.MapRuns(options.Role);
        app.MapSessions();
        app.MapTerminals();
        await app.RunAsync();
        return 0;
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.AddServerHeader = false;
        Directory.CreateDirectory(
            Path.GetDirectoryName(options.SocketPath)!,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(options.SocketPath);
        var services = kestrel.ApplicationServices;
        kestrel.ListenUnixSocket(options.SocketPath, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.RequireRoot(services.GetRequiredService<ILogger<RunEngine>>());
            services.GetRequiredService<IdleStop>().Count(listen);
        });
    }
}
