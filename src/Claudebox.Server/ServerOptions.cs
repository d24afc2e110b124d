using Claudebox.Server.Auth;
using Claudebox.Settings;

namespace Claudebox.Server;

/// <summary>What the server is told by its environment (set by the host when it makes the container).</summary>
internal sealed record ServerOptions
{
    private const string ServerRole = "server";
    private const int LongestRun = 30 * 24 * 60 * 60;
    private const int Megabyte = 1024 * 1024;
    private const string MountedOwners = "/var/lib/claudebox/owners";

    /// <summary>The container's role: <c>prog</c>, <c>interactive</c> or <c>server</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The container's name on its engine, for messages; where the host did not say it, the machine's.</summary>
    public string ContainerName { get; init; } = Environment.MachineName;

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

    /// <summary>Whether workspaces get a <c>CLAUDE.md</c> with the tools; null means those alone that an API server makes.</summary>
    public bool? WritesGuide { get; init; }

    /// <summary>Name of Git's author and committer.</summary>
    public string? GitName { get; init; }

    /// <summary>Address of Git's author and committer.</summary>
    public string? GitEmail { get; init; }

    /// <summary>Without runs and connections for so long the server ends; zero means never.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>How many times Claude Code retries a failed API call.</summary>
    public long MaxRetries { get; init; }

    /// <summary>Finished runs older than this are removed from the ledger.</summary>
    public TimeSpan RunRetention { get; init; }

    /// <summary>Finished runs beyond this number are removed from the ledger, oldest first.</summary>
    public long RunRetentionCount { get; init; }

    /// <summary>How many runs may be at work; 0 means any number.</summary>
    public long MaxRuns { get; init; }

    /// <summary>How many runs may wait for one workspace; 0 means any number.</summary>
    public long MaxQueued { get; init; }

    /// <summary>Bytes that the requests which wait may have, all workspaces together; 0 means any number.</summary>
    public long MaxQueuedBytes { get; init; }

    /// <summary>How long any run may take; zero means for ever.</summary>
    public TimeSpan MaxRunTime { get; init; }

    /// <summary>Bytes that a prompt may have; 0 means any number.</summary>
    public long MaxPromptBytes { get; init; }

    /// <summary>Bytes that the body of a request may have.</summary>
    public long MaxRequestBytes { get; init; }

    /// <summary>Bytes that an uploaded file may have; 0 means any number.</summary>
    public long MaxUploadBytes { get; init; }

    /// <summary>The TCP port of the API; null when there is none.</summary>
    public int? ApiPort { get; init; }

    /// <summary>A file with the API's tokens, if any.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Host names that the API answers to; none means the standard rule.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins of web pages that may use the API; <c>*</c> is all.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Whether the MCP server takes a token from the query.</summary>
    public bool AcceptsQueryToken { get; init; }

    /// <summary>Whether the API stays closed until its credentials are handed over (<c>PUT /credentials</c>).</summary>
    public bool AwaitsCredentials { get; init; }

    /// <summary>How long runs may go on when the server is to stop.</summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>The lineage of runs that name none.</summary>
    public string StandardOrigin => Role == ServerRole ? "api" : Role;

    /// <summary>Whether the workspace is the root of all workspaces.</summary>
    public bool ServesAllWorkspaces => Role == ServerRole;

    /// <summary>Where the system texts of runs lie while they run; beside the socket's folder, which nobody may enter.</summary>
    public string TextsDirectory => Path.GetDirectoryName(SocketPath) + "-texts";

    /// <summary>Where workspaces of single calls lie, outside of the workspace: a run there is in nobody's way.</summary>
    public string PrivateWorkspacesDirectory => Path.GetDirectoryName(SocketPath) + "-private";

    /// <summary>Where attached terminals are recorded, one folder each.</summary>
    public string TerminalsDirectory => Path.GetDirectoryName(SocketPath) + "-terminals";

    /// <summary>The image's scripts.</summary>
    public required string ScriptsDirectory { get; init; }

    /// <summary>Our own folder in the data directory.</summary>
    public string StateDirectory => Path.Combine(DataDirectory, "claudebox");

    /// <summary>
    /// Where users that cannot write the data directory have theirs. The host mounts this part of the data directory
    /// a second time, so that it is in reach even when the data directory itself lets nobody else through.
    /// </summary>
    public string OwnersDirectory => Directory.Exists(MountedOwners) ? MountedOwners : Path.Combine(StateDirectory, "owners");

    /// <summary>Reads the environment.</summary>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">A setting has no valid value; the message names the variable.</exception>
    public static ServerOptions FromEnvironment()
    {
        var settings = new SettingResolver(EnvironmentVariables.OfProcess());
        var serves = settings.Switch(SettingTable.ModeApi);
        var role = Wiring("ROLE", serves ? ServerRole : "prog");
        return new ServerOptions
        {
            Role = role,
            ContainerName = Wiring("CONTAINER", Environment.MachineName),
            Workspace = role == ServerRole ? Wiring("WORKSPACES", "/workspaces") : settings.Text(SettingTable.Workspace)!,
            DataDirectory = Wiring("CONTAINER_DATA_DIR", "/home/claude/.claude"),
            SocketPath = Wiring("SOCKET", "/run/claudebox/api.sock"),
            Home = Wiring("HOME", "/home/claude"),
            ClaudePath = Wiring("CLAUDE_PATH", "/usr/local/bin/claude"),
            ScriptsDirectory = Wiring("SCRIPTS", "/opt/claudebox"),
            ImageVariant = Environment.GetEnvironmentVariable(SettingTable.ImageVariant.Name),
            WritesGuide = settings.Chosen(SettingTable.WriteClaudeMd) is null ? null : settings.Switch(SettingTable.WriteClaudeMd),
            GitName = settings.Text(SettingTable.GitName),
            GitEmail = settings.Text(SettingTable.GitEmail),
            IdleTimeout = TimeSpan.FromSeconds(role == ServerRole ? 0 : settings.Number(SettingTable.IdleSeconds)),
            MaxRetries = settings.Number(SettingTable.MaxRetries),
            RunRetention = TimeSpan.FromDays(settings.Number(SettingTable.RunRetentionDays)),
            RunRetentionCount = settings.Number(SettingTable.RunRetentionCount),
            MaxRuns = settings.Number(SettingTable.MaxRuns),
            MaxQueued = settings.Number(SettingTable.MaxQueued),
            MaxQueuedBytes = settings.Number(SettingTable.MaxQueuedMegabytes) * Megabyte,
            MaxRunTime = TimeSpan.FromSeconds(Math.Min(settings.Number(SettingTable.MaxRunSeconds), LongestRun)),
            MaxPromptBytes = settings.Number(SettingTable.MaxPromptMegabytes) * Megabyte,
            MaxRequestBytes = settings.Number(SettingTable.MaxRequestMegabytes) * Megabyte,
            MaxUploadBytes = settings.Number(SettingTable.MaxUploadMegabytes) * Megabyte,
            ApiPort = serves ? Port(settings) : null,
            TokenFile = serves ? settings.Text(SettingTable.ModeApiTokenFile) : null,
            AllowedHosts = ApiAccess.Split(settings.Text(SettingTable.ModeApiAllowedHosts)),
            CorsOrigins = BrowserAccess.Parse(settings.Text(SettingTable.ModeApiCorsOrigins)),
            AcceptsQueryToken = settings.Switch(SettingTable.ModeApiQueryToken),
            AwaitsCredentials = Wiring("CREDENTIALS", "") == "wait",
            DrainTime = TimeSpan.FromSeconds(role == ServerRole ? settings.Number(SettingTable.ModeApiDrainSeconds) : 0),
        };
    }

    private static int Port(SettingResolver settings)
    {
        var setting = SettingTable.ModeApiPort;
        var port = settings.Number(setting);
        return port <= ushort.MaxValue
            ? (int)port
            : throw new Claudebox.Runs.ClaudeboxException(
                Claudebox.Runs.FailureCode.InvalidRequest, $"The environment variable {setting.Name} must be a port, 0 to 65535, not '{port}'.");
    }

    // How image and tests fit the server in; not for users, hence not in the table of settings.
    private static string Wiring(string name, string standard) =>
        Environment.GetEnvironmentVariable("CLAUDEBOX_" + name) is { Length: > 0 } value ? value : standard;
}
