using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.Runs;
using Microsoft.PowerShell.Commands;

namespace Claudebox.PowerShell.Commands;

/// <summary>Files of this machine, as users of PowerShell name them.</summary>
internal static class LocalPath
{
    /// <summary>Gives the absolute path; nothing needs to be there. Call on the pipeline thread.</summary>
    /// <returns>The path; null after having written an error.</returns>
    public static string? Resolve(PSCmdlet cmdlet, string path)
    {
        if (Find(cmdlet, path) is { } found)
        {
            return found;
        }

        cmdlet.WriteError(ErrorRecords.Of(new ClaudeboxException(FailureCode.NotFound, $"'{path}' is not a path of the file system."), path));
        return null;
    }

    /// <summary>Gives the absolute path; null for what is no path of the file system. Call on the pipeline thread.</summary>
    public static string? Find(PSCmdlet cmdlet, string path)
    {
        try
        {
            // PowerShell's location is not the process's, and its drives are not the system's.
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.ImplementingType == typeof(FileSystemProvider) ? resolved : null;
        }
        catch (Exception exception) when (exception is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Opens a file to be read.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/>, or it cannot be read.</exception>
    public static FileStream OpenRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClaudeboxException(FailureCode.NotFound, $"The file '{path}' does not exist.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
