namespace Claudebox.Testing;

/// <summary>Programs for tests that are fetched once per checkout, each version in a folder of its own below <c>.tools/</c>.</summary>
internal static class ToolFolder
{
    private static readonly TimeSpan _lockPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The folder of a tool's version; it is filled first when it is missing. Several processes may ask at once.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="version">Its version.</param>
    /// <param name="fill">Fills an empty folder.</param>
    /// <param name="cancellationToken">Stops waiting and filling.</param>
    public static async Task<string> GetAsync(string name, string version, Func<string, Task> fill, CancellationToken cancellationToken)
    {
        var home = Repository.PathOf(".tools", name);
        var folder = Path.Combine(home, version);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        Directory.CreateDirectory(home);
        await using var claim = await LockAsync(Path.Combine(home, ".lock"), cancellationToken);
        if (!Directory.Exists(folder))
        {
            await FillAsync(home, folder, fill);
        }

        return folder;
    }

    // Next to the target, so that the final move is a rename within one file system: the version's folder is there whole or not at all.
    private static async Task FillAsync(string home, string folder, Func<string, Task> fill)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(home, $".fetch-{Guid.NewGuid():N}")).FullName;
        try
        {
            await fill(scratch);
            Directory.Move(scratch, folder);
        }
        finally
        {
            if (Directory.Exists(scratch))
            {
                Directory.Delete(scratch, recursive: true);
            }
        }
    }

    // An exclusively opened file is a lock between processes that the system releases also when its owner is killed.
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(_lockPollInterval, cancellationToken);
            }
        }
    }
}
