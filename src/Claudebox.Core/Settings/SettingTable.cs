namespace Claudebox.Settings;

/// <summary>Every setting of host and server; <c>docs/settings.md</c> lists the same.</summary>
public static class SettingTable
{
    private static readonly List<Setting> Entries = [];

    /// <summary>The exact image of containers.</summary>
    public static Setting Image { get; } = Text("IMAGE", null,
        "Names the image exactly; without it, the image of this version is used, and built when it is missing.", "-Image");

    /// <summary>Chooses the minimal variant of the default image.</summary>
    public static Setting Minimal { get; } = Switch("MINIMAL", false,
        "Uses the minimal variant of the default image instead of the full one.");

    /// <summary>The registry to pull from.</summary>
    public static Setting Registry { get; } = Text("REGISTRY", null,
        "Pulls a missing image instead of building it; the default image is then looked for below this registry and path.");

    /// <summary>The base of an image that is built.</summary>
    public static Setting BaseImage { get; } = Text("BASE_IMAGE", "ubuntu:24.04",
        "The distribution image that a build starts from: Ubuntu 24.04 or Debian 13.");

    /// <summary>Whether a build is limited to package registries.</summary>
    public static Setting RegistriesOnly { get; } = Switch("REGISTRIES_ONLY", false,
        "Limits the build of the full image to package registries (the distribution's and npm), where download sites cannot be reached; " +
        "the image tells which tools are missing.");

    /// <summary>The shared data directory on the host.</summary>
    public static Setting DataDirectory { get; } = Path("DATA_DIR", "~/.claude",
        "The host directory with Claude Code's configuration, sessions, skills, hooks and scripts.");

    /// <summary>The directory of SSH keys on the host.</summary>
    public static Setting SshDirectory { get; } = Path("SSH_DIR", "~/.ssh/claudebox",
        "The host directory whose SSH keys are copied into the container, when it exists.");

    /// <summary>The base name of containers.</summary>
    public static Setting ContainerName { get; } = Text("CONTAINER_NAME", null,
        "Replaces the container name that is derived from the workspace's path; the role's suffix is still appended.");

    /// <summary>The author of commits.</summary>
    public static Setting GitName { get; } = Text("GIT_NAME", null, "The name of Git's author and committer in the container.");

    /// <summary>The author's address in commits.</summary>
    public static Setting GitEmail { get; } = Text("GIT_EMAIL", null, "The address of Git's author and committer in the container.");

    /// <summary>Whether the engine's socket is mounted.</summary>
    public static Setting Docker { get; } = Switch("DOCKER", true,
        "Mounts the Docker socket into the container, which lets the agent control the host's Docker.", "-NoDockerSocket");

    /// <summary>The network of containers.</summary>
    public static Setting Network { get; } = Text("NETWORK", "bridge",
        "The container's network: bridge, host, none, or the name of an existing network.", "-Network");

    /// <summary>When unused containers stop.</summary>
    public static Setting IdleSeconds { get; } = Number("IDLE_SECONDS", 900,
        "Seconds without a run or connection after which a container stops; 0 means never.");

    /// <summary>The limit on processes.</summary>
    public static Setting PidsLimit { get; } = Number("PIDS_LIMIT", 4096,
        "The number of processes and threads that a container may have; 0 means no limit.");

    /// <summary>The limit on memory.</summary>
    public static Setting Memory { get; } = Text("MEMORY", null,
        "The memory that a container may use, in bytes or with the suffix k, m or g; without it there is no limit.");

    /// <summary>The server's own workspace.</summary>
    public static Setting Workspace { get; } = Once(SettingKind.Text, "WORKSPACE", "/workspace",
        "Read in the container only, by image and server: the workspace there. The host sets it from the workspace's path.");

    /// <summary>The variant of the image.</summary>
    public static Setting ImageVariant { get; } = Once(SettingKind.Text, "IMAGE_VARIANT", null,
        "Read in the container only, by image and server: the variant of the image, full or minimal. The image sets it.");

    /// <summary>Whether workspaces get a <c>CLAUDE.md</c>.</summary>
    public static Setting WriteClaudeMd { get; } = Switch("WRITE_CLAUDE_MD", false,
        "Writes the list of the container's tools into a workspace that has no CLAUDE.md; where it is not set, an API server does so " +
        "in workspaces that it makes.");

    /// <summary>How often Claude Code tries a failed call of the API again.</summary>
    public static Setting MaxRetries { get; } = Number("MAX_RETRIES", 4,
        "How many times Claude Code repeats a failed call of the API before it gives up.");

    /// <summary>How long finished runs are kept.</summary>
    public static Setting RunRetentionDays { get; } = Number("RUN_RETENTION_DAYS", 7,
        "Days after which finished runs leave the ledger.");

    /// <summary>How many finished runs are kept.</summary>
    public static Setting RunRetentionCount { get; } = Number("RUN_RETENTION_COUNT", 1000,
        "Finished runs beyond this number leave the ledger, oldest first.");

    /// <summary>How many runs may be at work.</summary>
    public static Setting MaxRuns { get; } = Number("MAX_RUNS", 16,
        "Runs that may be at work at the same time in one container; 0 means no limit.");

    /// <summary>How many runs may wait.</summary>
    public static Setting MaxQueued { get; } = Number("MAX_QUEUED", 100,
        "Runs that may wait for one workspace; 0 means no limit.");

    /// <summary>How much memory waiting runs may take.</summary>
    public static Setting MaxQueuedMegabytes { get; } = Number("MAX_QUEUED_MB", 256,
        "Megabytes of requests that may wait in one container, all workspaces together; 0 means no limit.");

    /// <summary>How long a run may take.</summary>
    public static Setting MaxRunSeconds { get; } = Number("MAX_RUN_SECONDS", 86_400,
        "Seconds after which any run is ended, whatever it asked for; 0 means no limit.");

    /// <summary>How large a prompt may be.</summary>
    public static Setting MaxPromptMegabytes { get; } = Number("MAX_PROMPT_MB", 16,
        "Megabytes that a prompt or system prompt may have; 0 means no limit but that of the request.");

    /// <summary>How large a request may be.</summary>
    public static Setting MaxRequestMegabytes { get; } = Number("MAX_REQUEST_MB", 64,
        "Megabytes that the body of a request may have, uploads of files apart.");

    /// <summary>How large an uploaded file may be.</summary>
    public static Setting MaxUploadMegabytes { get; } = Number("MAX_UPLOAD_MB", 10_240,
        "Megabytes that an uploaded file may have; 0 means no limit.");

    /// <summary>Whether the container serves HTTP.</summary>
    public static Setting ModeApi { get; } = Switch("MODE_API", false,
        "Read in the container: serves the HTTP API of docs/http-api.md, with all workspaces below /workspaces.");

    /// <summary>The HTTP port.</summary>
    public static Setting ModeApiPort { get; } = Number("MODE_API_PORT", 8080,
        "Read in the container: the TCP port of the HTTP API, on all interfaces.");

    /// <summary>The API's tokens.</summary>
    public static Setting ModeApiToken { get; } = Text("MODE_API_TOKEN", null,
        "Read in the container: the tokens that open the HTTP API, separated by commas; without one it is open to everybody.");

    /// <summary>The file with the API's tokens.</summary>
    public static Setting ModeApiTokenFile { get; } = Path("MODE_API_TOKEN_FILE", null,
        "Read in the container: a file with such tokens, read again when it changes.");

    /// <summary>Host names of the API.</summary>
    public static Setting ModeApiAllowedHosts { get; } = Text("MODE_API_ALLOWED_HOSTS", null,
        "The host names that the HTTP API answers to, separated by commas, * for all; " +
        "without it all when there is a token, else addresses, names without a dot and host.docker.internal.", "-AllowedHost");

    /// <summary>Web pages that may use the API.</summary>
    public static Setting ModeApiCorsOrigins { get; } = Text("MODE_API_CORS_ORIGINS", null,
        "Origins of web pages that may use the HTTP API (CORS), such as https://chat.example.com, " +
        "separated by commas, * for all; without it none.", "-CorsOrigin");

    /// <summary>Whether a token may come in the query.</summary>
    public static Setting ModeApiQueryToken { get; } = Switch("MODE_API_QUERY_TOKEN", true,
        "Whether the MCP server of docs/mcp.md takes the token from the query too (?apiToken=…), " +
        "for clients that can send no header.");

    /// <summary>How long a stopping server waits.</summary>
    public static Setting ModeApiDrainSeconds { get; } = Number("MODE_API_DRAIN_SECONDS", 5,
        "Seconds that a stopping API server gives its runs before it cancels them.", "-DrainSeconds");

    /// <summary>How long an init hook may take.</summary>
    public static Setting InitTimeout { get; } = Number("INIT_TIMEOUT", 600,
        "Seconds after which an init hook is ended and reported.");

    /// <summary>Diagnostic output. <see cref="SettingResolver.IsDebug"/> reads it.</summary>
    public static Setting Debug { get; } = Add(new("CLAUDEBOX_DEBUG", "DEBUG", SettingKind.Switch, "0",
        "Writes diagnostic messages to the standard error."));

    /// <summary>Where the command is installed.</summary>
    public static Setting InstallDirectory { get; } = Path("INSTALL_DIR", null,
        "The directory that the command is installed into; without it ~/.local/bin, or /usr/local/bin for root.");

    /// <summary>The name of the installed command.</summary>
    public static Setting BinName { get; } = Text("BIN_NAME", "claudebox", "The name of the installed command.");

    /// <summary>Where newer versions come from.</summary>
    public static Setting DownloadUrl { get; } = Text("DOWNLOAD_URL", null,
        "The address below which the single files and their SHA256SUMS lie; installer and update take them from there.");

    /// <summary>Whether installing leaves the image alone.</summary>
    public static Setting SkipPull { get; } = Once(SettingKind.Switch, "SKIP_PULL", "0",
        "Read when Claudebox is installed: leaves the image alone.");

    /// <summary>Whether installing makes the image anew.</summary>
    public static Setting ForcePull { get; } = Once(SettingKind.Switch, "FORCE_PULL", "0",
        "Read when Claudebox is installed: pulls or builds the image even if it is there.");

    /// <summary>The configuration file.</summary>
    public static Setting Configuration { get; } = Add(new(Setting.Prefix + "CONFIG", null, SettingKind.Path, null,
        "The configuration file, which holds remembered settings; without it ~/.config/claudebox/config.json.", IsRemembered: false));

    /// <summary>All settings, in the order in which they are documented.</summary>
    public static IReadOnlyList<Setting> All => Entries;

    /// <summary>The numbers that server and entrypoint in the container read; the host passes on those that are set.</summary>
    public static IReadOnlyList<Setting> OfServer { get; } =
    [
        MaxRetries, RunRetentionDays, RunRetentionCount, MaxRuns, MaxQueued, MaxQueuedMegabytes, MaxRunSeconds, MaxPromptMegabytes, MaxRequestMegabytes,
        MaxUploadMegabytes, InitTimeout,
    ];

    /// <summary>What an API server reads; the host passes on those that are set.</summary>
    public static IReadOnlyList<Setting> OfApi { get; } = [ModeApiAllowedHosts, ModeApiCorsOrigins, ModeApiQueryToken, ModeApiDrainSeconds];

    private static Setting Text(string name, string? fallback, string meaning, string? parameter = null) =>
        Make(name, SettingKind.Text, fallback, meaning, parameter);

    private static Setting Path(string name, string? fallback, string meaning) => Make(name, SettingKind.Path, fallback, meaning, null);

    private static Setting Switch(string name, bool fallback, string meaning, string? parameter = null) =>
        Make(name, SettingKind.Switch, fallback ? "1" : "0", meaning, parameter);

    private static Setting Number(string name, long fallback, string meaning, string? parameter = null) =>
        Make(name, SettingKind.Number, fallback.ToString(System.Globalization.CultureInfo.InvariantCulture), meaning, parameter);

    // Meant for one call, or for another place than the host: a configuration file cannot hold it.
    private static Setting Once(SettingKind kind, string name, string? fallback, string meaning) =>
        Add(new(Setting.Prefix + name, "CLAUDE_" + name, kind, fallback, meaning, IsRemembered: false));

    private static Setting Make(string name, SettingKind kind, string? fallback, string meaning, string? parameter) =>
        Add(new(Setting.Prefix + name, "CLAUDE_" + name, kind, fallback, meaning, parameter));

    private static Setting Add(Setting setting)
    {
        Entries.Add(setting);
        return setting;
    }
}
