namespace Claudebox.Docker;

/// <summary>Files and folders of the host that come into being whole and with their final mode, or not at all.</summary>
public static class HostFile
{
    /// <summary>Read and written by the owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Entered by the owner alone.</summary>
    public const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    private const UnixFileMode Readable = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode 644.</summary>
    public const UnixFileMode Public = OwnerOnly | Readable;

    /// <summary>Mode 755.</summary>
    public const UnixFileMode Program = OwnerFolder | Readable | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a file beside its place, then renames it there. A symbolic link is replaced, not what it points to.</summary>
    /// <param name="path">The file's absolute path; its folder exists.</param>
    /// <param name="mode">Its mode, umask aside; Windows has none.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="cancellationToken">Ends the writing; then nothing has changed.</param>
    /// <returns>A task that ends when the file is in its place and on the disk.</returns>
    /// <exception cref="IOException">It cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task WriteAsync(
        string path, UnixFileMode mode, Func<Stream, CancellationToken, Task> write, bool overwrite = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        var scratch = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}-{Guid.NewGuid():N}");
        try
        {
            var file = new FileStream(scratch, Options(mode));
            await using (file.ConfigureAwait(false))
            {
                await write(file, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            SetMode(scratch, mode);
            File.Move(scratch, path, overwrite);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    /// <summary>Makes a folder for its owner alone; one that is there stays as it is.</summary>
    /// <param name="path">The folder's absolute path.</param>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static bool CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }

        return true;
    }

    /// <summary>Sets a mode, umask aside; Windows has none.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="mode">The mode.</param>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static FileStreamOptions Options(UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode & OwnerFolder;
        }

        return options;
    }
}
