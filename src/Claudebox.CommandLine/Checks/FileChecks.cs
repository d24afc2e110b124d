using System.Globalization;
using Claudebox.Docker;
using Claudebox.Settings;

namespace Claudebox.CommandLine.Checks;

/// <summary>Checks of directories and files.</summary>
internal static class FileChecks
{
    private const UnixFileMode OthersMode =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 50L << 20;

    /// <summary>Whether the data directory can be written.</summary>
    public static HostCheck DataDirectory(string path)
    {
        const string Name = "data directory";
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? HostCheck.Failed(Name, $"{path} is a file", "Move it away, or name another directory with CLAUDEBOX_DATA_DIR.")
                : HostCheck.Warning(Name, $"{path} does not exist yet", "The first prompt makes it.");
        }

        var probe = Path.Combine(path, $".claudebox-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
            }

            return HostCheck.Passed(Name, $"{path} can be written");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HostCheck.Failed(Name, $"{path} cannot be written: {exception.Message}", "Give it to yourself, or name another directory with CLAUDEBOX_DATA_DIR.");
        }
    }

    /// <summary>Whether there is a key that nobody else can read.</summary>
    public static HostCheck SshKey(string directory)
    {
        const string Name = "SSH key";
        try
        {
            var keys = Directory.Exists(directory) ? Directory.GetFiles(directory).Where(IsPrivateKey).ToList() : [];
            if (keys.Count == 0)
            {
                return HostCheck.Warning(Name, $"there is none in {directory}",
                    "Claude cannot use Git over SSH; 'claudebox install' makes a key for it.");
            }

            return keys.Find(IsOpenToOthers) is { } open
                ? HostCheck.Failed(Name, $"{open} can be read by others", $"Run: chmod 600 '{open}'")
                : HostCheck.Passed(Name, string.Join(", ", keys));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HostCheck.Failed(Name, $"{directory} cannot be read: {exception.Message}", "Give it to yourself, or name another directory with CLAUDEBOX_SSH_DIR.");
        }
    }

    /// <summary>Whether Claude can log in; names only, never values.</summary>
    public static HostCheck Credentials(ContainerPlan plan)
    {
        string[] found =
        [
            .. ForwardedEnvironment.Credentials.Where(plan.ForwardedNames.Contains),
            .. new[] { Path.Combine(plan.DataDirectory, ".credentials.json") }.Where(File.Exists),
        ];
        return found.Length > 0
            ? HostCheck.Passed("credentials", string.Join(", ", found))
            : HostCheck.Warning("credentials", "there are none",
                $"Set one of {string.Join(", ", ForwardedEnvironment.Credentials)}, or log in: claudebox auth login");
    }

    /// <summary>Whether there is room.</summary>
    public static HostCheck Disk(string directory)
    {
        const string Name = "disk";
        const string Advice = "Make room, for example with: docker system prune";
        try
        {
            while (!Directory.Exists(directory) && Path.GetDirectoryName(directory) is { } parent)
            {
                directory = parent;
            }

            var free = new DriveInfo(directory).AvailableFreeSpace;
            var detail = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB free for {directory}");
            return free switch
            {
                < NoSpace => HostCheck.Failed(Name, detail, Advice),
                < LittleSpace => HostCheck.Warning(Name, detail, Advice),
                _ => HostCheck.Passed(Name, detail),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return HostCheck.Warning(Name, $"it is not known how much is free for {directory}", exception.Message);
        }
    }

    private static bool IsPrivateKey(string path) => !path.EndsWith(".pub", StringComparison.Ordinal) && File.Exists(path + ".pub");

    private static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMode) != 0;
}
