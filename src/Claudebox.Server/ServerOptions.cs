using System.Globalization;

namespace Claudebox.Server;

/// <summary>What the server is told by its environment (set by the host when it makes the container).</summary>
internal sealed record ServerOptions
{
    /// <summary>The container's role: <c>prog</c>, <c>interactive</c> or <c>server</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The container's workspace; in role <c>server</c> the root of all workspaces.</summary>
    public required string Workspace { get; init; }

    /// <summary>The mounted data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The HTTP/2 socket.</summary>
    public required string SocketPath { get; init; }

    /// <summary>Home of the user that Claude Code runs as.</summary>
    public required string Home { get; init; }

    /// <summary>The Claude Code program.</summary>
    public required string ClaudePath { get; init; }

    /// <summary>The image's variant, for the hint that Claude gets; null outside an image.</summary>
    public string? ImageVariant { get; init; }

    /// <summary>Without runs and connections for so long the server ends; zero means never.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>How many times Claude Code retries a failed API call.</summary>
    public int MaxRetries { get; init; }

    /// <summary>Finished runs older than this are removed from the ledger.</summary>
    public TimeSpan RunRetention { get; init; }

    /// <summary>Finished runs beyond this number are removed from the ledger, oldest first.</summary>
    public int RunRetentionCount { get; init; }

    /// <summary>Our own folder in the data directory.</summary>
    public string StateDirectory => Path.Combine(DataDirectory, "claudebox");

    /// <summary>Reads the environment.</summary>
    /// <exception cref="FormatException">A number is none; the message names the variable.</exception>
    public static ServerOptions FromEnvironment()
    {
        var role = Get("ROLE") ?? "prog";
        return new ServerOptions
        {
            Role = role,
            Workspace = Get("WORKSPACE") ?? (role == "server" ? "/workspaces" : "/workspace"),
            DataDirectory = Get("CONTAINER_DATA_DIR") ?? "/home/claude/.claude",
            SocketPath = Get("SOCKET") ?? "/run/claudebox/api.sock",
            Home = Get("HOME") ?? "/home/claude",
            ClaudePath = Get("CLAUDE_PATH") ?? "/usr/local/bin/claude",
            ImageVariant = Get("IMAGE_VARIANT"),
            IdleTimeout = TimeSpan.FromSeconds(role == "server" ? 0 : Number("IDLE_SECONDS", 900)),
            MaxRetries = Number("MAX_RETRIES", 4),
            RunRetention = TimeSpan.FromDays(Number("RUN_RETENTION_DAYS", 7)),
            RunRetentionCount = Number("RUN_RETENTION_COUNT", 1000),
        };
    }

    private static string? Get(string name) =>
        Environment.GetEnvironmentVariable("CLAUDEBOX_" + name) is { Length: > 0 } value ? value
        : Environment.GetEnvironmentVariable("CLAUDE_" + name) is { Length: > 0 } legacy ? legacy
        : null;

    private static int Number(string name, int standard) => Get(name) is not { } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw new FormatException($"CLAUDEBOX_{name} must be a whole number, not '{text}'.");
}
