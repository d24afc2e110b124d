using System.Diagnostics;
using System.Globalization;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>
/// Claude Code's configuration directory. It is the data directory when the runtime user can write there; else a
/// private one inside it, since the data directory is never re-owned (design section 4). Settings, memory and
/// credentials of the shared place are then copied in before a run, and renewed credentials back after it.
/// </summary>
internal sealed class ConfigDirectory
{
    private static readonly string[] SharedFiles = ["settings.json", "CLAUDE.md", ".credentials.json"];
    private static readonly string[] SharedFolders = ["skills", "agents", "commands", "plugins", "output-styles"];

    private readonly ServerOptions _options;
    private readonly FileOwner _owner;

    public ConfigDirectory(ServerOptions options, RuntimeUser user)
    {
        _options = options;
        _owner = user.Owner;
        IsPrivate = !CanWrite(user, options.DataDirectory);
        Path = IsPrivate
            ? System.IO.Path.Combine(options.StateDirectory, "owners", user.Owner.UserId.ToString(CultureInfo.InvariantCulture))
            : options.DataDirectory;
    }

    /// <summary>The directory for <c>CLAUDE_CONFIG_DIR</c>.</summary>
    public string Path { get; }

    /// <summary>Whether it is apart from the data directory.</summary>
    public bool IsPrivate { get; }

    /// <summary>Brings the shared settings in; call it before Claude Code starts.</summary>
    public void Prepare()
    {
        if (!IsPrivate)
        {
            return;
        }

        // The way in stays the data directory's owner's; 0711 lets the runtime user pass through to its own folder.
        var parent = System.IO.Path.GetDirectoryName(Path)!;
        new OwnedFiles(Native.OwnerOf(_options.DataDirectory)).CreateFolder(parent);
        foreach (var folder in new[] { _options.StateDirectory, parent })
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        new OwnedFiles(_owner).CreateFolder(Path);
        foreach (var name in SharedFiles)
        {
            CopyIfNewer(_options.DataDirectory, Path, name, _owner);
        }

        foreach (var name in SharedFolders)
        {
            var link = System.IO.Path.Combine(Path, name);
            var target = System.IO.Path.Combine(_options.DataDirectory, name);
            if (Directory.Exists(target) && !System.IO.Path.Exists(link))
            {
                File.CreateSymbolicLink(link, target);
            }
        }
    }

    /// <summary>Takes renewed credentials back to the shared place; call it after Claude Code ended.</summary>
    public void Return()
    {
        if (IsPrivate && File.Exists(System.IO.Path.Combine(Path, ".credentials.json")))
        {
            CopyIfNewer(Path, _options.DataDirectory, ".credentials.json", Native.OwnerOf(_options.DataDirectory));
        }
    }

    private static void CopyIfNewer(string from, string to, string name, FileOwner owner)
    {
        var source = new FileInfo(System.IO.Path.Combine(from, name));
        var target = new FileInfo(System.IO.Path.Combine(to, name));
        if (source.Exists && (!target.Exists || target.LastWriteTimeUtc < source.LastWriteTimeUtc))
        {
            new OwnedFiles(owner).Replace(target.FullName, File.ReadAllBytes(source.FullName));
            File.SetLastWriteTimeUtc(target.FullName, source.LastWriteTimeUtc);
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
