using System.Globalization;
using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Server.Processes;
using Claudebox.Server.Sessions;

namespace Claudebox.Server.Runs;

/// <summary>
/// Empty workspaces for calls that name none: each is one call's alone and is removed after it, with its sessions (design
/// section 6). Their paths are used again, so that what is kept by path, such as locks, does not grow with every call.
/// </summary>
internal sealed class PrivateWorkspaces(ServerOptions options, ClaudeCode claude, SessionStore sessions, ILogger<PrivateWorkspaces> logger)
{
    private const int RetryAfterSeconds = 5;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _taken = [];
    private readonly OwnedFiles _files = new(claude.User.Owner);

    private readonly string _root = Native.RealPath(options.PrivateWorkspacesDirectory) ?? options.PrivateWorkspacesDirectory;

    // Containers share the data directory, which keeps sessions by path: the paths of two servers must differ.
    private readonly string _server = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Makes a workspace.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.LimitReached"/>: as many runs are at work and wait as may.</exception>
    public PrivateWorkspace Create()
    {
        var number = Take();
        try
        {
            var path = PathOf(number);
            Remove(path);
            _files.CreateFolder(path);
            return new PrivateWorkspace(path, () => Release(number));
        }
        catch
        {
            Free(number);
            throw;
        }
    }

    /// <summary>Whether a path is that of a workspace of this server.</summary>
    public bool Contain(string path) => path.StartsWith(PathOf(null), StringComparison.Ordinal);

    /// <summary>Makes the folder of private workspaces, and removes what a killed server left in it.</summary>
    /// <param name="root">The folder.</param>
    public static void Sweep(string root) => SystemTextFiles.Sweep(root);

    private string PathOf(int? number) =>
        Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"{_server}-{number}"));

    private int Take()
    {
        lock (_gate)
        {
            if (options.MaxRuns > 0 && options.MaxQueued > 0 && _taken.Count >= options.MaxRuns + options.MaxQueued)
            {
                throw new ClaudeboxException(new RunFailure
                {
                    Code = FailureCode.LimitReached,
                    Message = string.Create(CultureInfo.InvariantCulture, $"{_taken.Count} runs are at work or wait, which is the limit."),
                    RetryAfterSeconds = RetryAfterSeconds,
                });
            }

            var number = 1;
            while (!_taken.Add(number))
            {
                number++;
            }

            return number;
        }
    }

    private void Free(int number)
    {
        lock (_gate)
        {
            _taken.Remove(number);
        }
    }

    // What cannot be removed keeps its number, so that nobody else gets it.
    private void Release(int number)
    {
        var path = PathOf(number);
        try
        {
            sessions.DeleteProject(path);
            Remove(path);
            Free(number);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.PrivateWorkspaceStays(path, e);
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
