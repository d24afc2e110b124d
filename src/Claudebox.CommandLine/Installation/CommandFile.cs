using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>Puts a file in the place of the command.</summary>
internal static class CommandFile
{
    /// <summary>Copies a file there, all at once. A command that runs just now goes on with the old file.</summary>
    public static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        var scratch = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}-{Guid.NewGuid():N}");
        try
        {
            var content = File.OpenRead(source);
            await using (content.ConfigureAwait(false))
            {
                await HostFile.WriteAsync(
                    scratch, HostFile.Program, (file, token) => content.CopyToAsync(file, token), cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            Move(scratch, target);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    /// <summary>Renames a file that lies in the same directory into its place.</summary>
    public static void Move(string source, string target) => Move(source, target, mayRun: OperatingSystem.IsWindows());

    internal static void Move(string source, string target, bool mayRun)
    {
        var aside = mayRun ? SetAside(target) : null;
        try
        {
            File.Move(source, target, overwrite: true);
        }
        catch when (aside is not null)
        {
            File.Move(aside, target);
            throw;
        }
    }

    /// <summary>Removes the command, be it the program that runs just now.</summary>
    /// <returns>What could not be removed yet; null when nothing is left.</returns>
    public static string? Remove(string path)
    {
        if (OperatingSystem.IsWindows() && SetAside(path) is { } aside)
        {
            return aside;
        }

        File.Delete(path);
        return null;
    }

    // Windows neither overwrites nor deletes a program that runs, but renames it.
    private static string? SetAside(string path)
    {
        if (!File.Exists(path))
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
