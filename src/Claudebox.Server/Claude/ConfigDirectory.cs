using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>
/// Claude Code's configuration directory. It is the data directory when the runtime user can write there without
/// taking its files from their owner, as root would; else a private one inside it, since the data directory is never
/// re-owned (design section 4). Settings, memory, credentials, scripts and skills of the shared place are then copied
/// in before a run, where they can be read whatever the modes of the shared place, and renewed credentials go back
/// after it.
/// </summary>
internal sealed class ConfigDirectory
{
    private static readonly string[] Shared =
        ["settings.json", "CLAUDE.md", Credentials, "bin", "skills", "agents", "commands", "plugins", "output-styles"];

    private const string Credentials = ".credentials.json";

    private readonly ServerOptions _options;
    private readonly FileOwner _owner;

    private readonly ILogger _logger;

    public ConfigDirectory(ServerOptions options, RuntimeUser user, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _owner = user.Owner;
        IsPrivate = (user.IsRoot && Native.OwnerOf(options.DataDirectory).UserId != 0) || !CanWrite(user, options.DataDirectory);
        Path = IsPrivate
            ? System.IO.Path.Combine(options.OwnersDirectory, user.Owner.UserId.ToString(CultureInfo.InvariantCulture))
            : options.DataDirectory;
    }

    /// <summary>The directory for <c>CLAUDE_CONFIG_DIR</c>.</summary>
    public string Path { get; }

    /// <summary>The user's own scripts, first on PATH.</summary>
    public string Scripts => System.IO.Path.Combine(Path, "bin");

    /// <summary>Whether it is apart from the data directory.</summary>
    public bool IsPrivate { get; }

    /// <summary>Brings the shared settings in; call it before Claude Code starts.</summary>
    public void Prepare()
    {
        if (!IsPrivate)
        {
            return;
        }

        // The way in stays the data directory's owner's; the runtime user only passes through to its own folder.
        OwnedFiles.LikeOwnerOf(_options.DataDirectory).CreateFolder(_options.OwnersDirectory);
        foreach (var folder in new[] { _options.StateDirectory, _options.OwnersDirectory })
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        new OwnedFiles(_owner).CreateFolder(Path);
        SharedFiles.Bring(Shared);
        AddPreset();
    }

    /// <summary>Takes renewed credentials back to the shared place; call it after Claude Code ended.</summary>
    public void Return()
    {
        if (IsPrivate)
        {
            SharedFiles.Return(Credentials, Native.OwnerOf(_options.DataDirectory));
        }
    }

    private SharedFiles SharedFiles => new(_options.DataDirectory, Path, _owner, _logger);

    // A copy of the shared settings lacks what the entrypoint sets where the configuration is not private
    // (prototypes.md §2, trap 6).
    private void AddPreset()
    {
        const string Key = "skipDangerousModePermissionPrompt";
        var path = System.IO.Path.Combine(Path, "settings.json");
        try
        {
            if (File.Exists(path) && JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject settings && !settings.ContainsKey(Key))
            {
                var copied = File.GetLastWriteTimeUtc(path);
                settings[Key] = true;
                new OwnedFiles(_owner).Replace(path, System.Text.Encoding.UTF8.GetBytes(settings.ToJsonString()));
                File.SetLastWriteTimeUtc(path, copied);
            }
        }
        catch (JsonException)
        {
            // The user's own broken settings; Claude Code ignores them (claude-cli.md §10.1).
        }
    }

    private static bool CanWrite(RuntimeUser user, string directory)
    {
        var command = user.Command(null, ["test", "-w", directory]);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
