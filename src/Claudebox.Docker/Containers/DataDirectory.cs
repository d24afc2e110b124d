using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>The shared data directory on the host.</summary>
internal static class DataDirectory
{
    /// <summary>Makes the directory when it is missing, for its owner only: it holds credentials and conversations.</summary>
    internal static void Ensure(string path)
    {
        try
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
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The data directory '{path}' cannot be made: {exception.Message}", exception);
        }
    }
}
