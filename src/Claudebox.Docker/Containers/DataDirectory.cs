using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>The shared data directory on the host.</summary>
public static class DataDirectory
{
    /// <summary>What is ours in it: runs, lineages, locks and configurations of other owners. The rest is Claude Code's.</summary>
    /// <param name="path">The data directory.</param>
    public static string OwnPartOf(string path) => Path.Combine(path, "claudebox");

    /// <summary>
    /// The part that is mounted a second time, in reach of users that the data directory's mode keeps out: owners of
    /// workspaces that cannot write the data directory have their configuration there.
    /// </summary>
    internal static string OwnersOf(string path) => Path.Combine(OwnPartOf(path), "owners");

    /// <summary>Makes the directory when it is missing, for its owner only: it holds credentials and conversations.</summary>
    /// <param name="path">The data directory.</param>
    /// <returns>Whether anything was missing.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it cannot be made.</exception>
    public static bool Ensure(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return HostFile.CreateFolder(path) | HostFile.CreateFolder(OwnPartOf(path)) | HostFile.CreateFolder(OwnersOf(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The data directory '{path}' cannot be made or written: {exception.Message}", exception);
        }
    }
}
