using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>Puts a file in the place of the command.</summary>
internal static class CommandFile
{
    /// <summary>Copies a file there, all at once. A command that runs just now goes on with the old file.</summary>
    public static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        var content = File.OpenRead(source);
        await using (content.ConfigureAwait(false))
        {
            SetAside(target);
            await HostFile.WriteAsync(
                target, HostFile.Program, (file, token) => content.CopyToAsync(file, token), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Renames a file that lies in the same directory into its place.</summary>
    public static void Move(string source, string target)
    {
        SetAside(target);
        File.Move(source, target, overwrite: true);
    }

    /// <summary>Removes the command, be it the program that runs just now.</summary>
    /// <returns>What could not be removed yet; null when nothing is left.</returns>
    public static string? Remove(string path)
    {
        if (SetAside(path) is { } aside)
        {
            return aside;
        }

        File.Delete(path);
        return null;
    }

    // Windows neither overwrites nor deletes a program that runs, but renames it.
    private static string? SetAside(string path)
    {
        if (!OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return null;
        }

        var aside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.old");
        try
        {
            File.Delete(aside);
        }
        catch (UnauthorizedAccessException)
        {
            aside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}-{Guid.NewGuid():N}.old");
        }

        File.Move(path, aside);
        return aside;
    }
}
