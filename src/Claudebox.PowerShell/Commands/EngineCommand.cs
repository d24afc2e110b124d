using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>The base of the cmdlets that need a Docker Engine.</summary>
public abstract class EngineCommand : ClaudeboxCommand
{
    private protected EngineCommand()
    {
    }

    /// <summary>The Docker Engine, e.g. <c>unix:///var/run/docker.sock</c>; by default as the Docker CLI finds it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DockerHost { get; set; }

    /// <summary>Makes the way to the engine; nothing is connected yet.</summary>
    private protected IWorkspaceHost CreateHost() => new EngineHost(DockerHost);

    /// <summary>Gives the absolute path of a directory that must exist. Call on the pipeline thread.</summary>
    /// <param name="path">A path of PowerShell; null for the current location of the file system.</param>
    /// <returns>The directory; null after having written an error.</returns>
    private protected string? ResolveWorkspace(string? path)
    {
        var directory = ResolvePath(path);
        if (directory is not null && !Directory.Exists(directory))
        {
            WriteNotFound($"The workspace directory '{directory}' does not exist.", path ?? directory);
            return null;
        }

        return directory;
    }

    /// <summary>Gives the absolute path that the user named; nothing needs to be there.</summary>
    /// <param name="path">A path of PowerShell; null for the current location of the file system.</param>
    /// <returns>The path; null after having written an error.</returns>
    private protected string? ResolvePath(string? path)
    {
        if (path is null)
        {
            return SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        }

        if (LocalPath.Find(this, path) is { } found)
        {
            return Path.TrimEndingDirectorySeparator(found);
        }

        WriteNotFound($"'{path}' is not a path of the file system.", path);
        return null;
    }

    /// <summary>Makes queries of workspaces; a text that is no path is left out, after an error.</summary>
    /// <param name="host">Knows real paths.</param>
    /// <param name="texts">What the user wrote, or a property of an input object; null for the current location.</param>
    /// <param name="isTyped">Whether the user wrote it, so that it may hold wildcards.</param>
    private protected IReadOnlyList<WorkspaceQuery> Queries(IWorkspaceHost host, string[]? texts, bool isTyped)
    {
        var location = ResolvePath(null)!;
        return texts is null
            ? [WorkspaceQuery.Literal(location, location, host.RealPathOf)]
            :
            [
                .. from text in texts
                   let path = ResolvePath(text)
                   where path is not null
                   select isTyped
                       ? WorkspaceQuery.Typed(text, path, location, host.RealPathOf)
                       : WorkspaceQuery.Literal(text, path, host.RealPathOf),
            ];
    }

    private void WriteNotFound(string message, string target) =>
        WriteError(ErrorRecords.Of(new ClaudeboxException(FailureCode.WorkspaceNotFound, message), target));
}
