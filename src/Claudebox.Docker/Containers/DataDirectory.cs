using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>The shared data directory on the host.</summary>
internal static class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// The part that is mounted a second time, in reach of users that the data directory's mode keeps out: owners of
    /// workspaces that cannot write the data directory have their configuration there.
    /// </summary>
    internal static string OwnersOf(string path) => Path.Combine(path, "claudebox", "owners");

    /// <summary>Makes the directory when it is missing, for its owner only: it holds credentials and conversations.</summary>
    internal static void Ensure(string path)
    {
        try
        {
            Create(path);
            Create(Path.Combine(path, "claudebox"));
            Create(OwnersOf(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The data directory '{path}' cannot be made or written: {exception.Message}", exception);
        }
    }

    private static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
