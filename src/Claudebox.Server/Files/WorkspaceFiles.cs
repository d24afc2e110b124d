using Claudebox.Files;
using Claudebox.Runs;
using Claudebox.Server.Processes;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Claudebox.Server.Files;

/// <summary>Files below a root, for every interface: looked at, read, written and removed without ever leaving it.</summary>
/// <param name="root">The root's path.</param>
/// <param name="owner">Who gets what is made.</param>
internal sealed class WorkspaceFiles(string root, FileOwner owner) : IDisposable
{
    /// <summary>What <see cref="Remove"/> says of a directory, as announced.</summary>
    public const string DirectoryKept = "cannot delete directories";

    // Condition and change are one step for all clients of this server.
    private readonly Lock _changing = new();
    private readonly PathJail _jail = new(root);

    /// <summary>The root's path.</summary>
    public string Root => root;

    /// <summary>Opens what a path names.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/> or <see cref="FailureCode.PathRefused"/>.</exception>
    public SafeFileHandle Open(JailPath path) => _jail.Open(path);

    /// <summary>Where a path leads, links resolved; what is missing counts as directories that are still to be made.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>.</exception>
    public JailPath Locate(JailPath path)
    {
        if (path.IsRoot)
        {
            return path;
        }

        try
        {
            using var found = _jail.Open(path);
            return _jail.WhereIs(found) ?? throw PathJail.Failure(path, NativeFiles.CrossDevice);
        }
        catch (ClaudeboxException e) when (e.Code == FailureCode.NotFound)
        {
            return Locate(path.Parent).Append(path.Name);
        }
    }

    /// <summary>Checks that a path is a directory and no link leads to it.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/> or <see cref="FailureCode.PathRefused"/>.</exception>
    public void CheckDirectory(JailPath path)
    {
        using var directory = _jail.OpenDirectory(path);
        if (_jail.WhereIs(directory)?.ToString() != path.ToString())
        {
            throw PathJail.Failure(path, NativeFiles.CrossDevice);
        }
    }

    /// <summary>Lists an open directory.</summary>
    public IReadOnlyList<FileEntry> List(SafeFileHandle directory, JailPath path) => DirectoryReader.Read(_jail, directory, path);

    /// <summary>Makes a directory with its parents, unless it is there.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>.</exception>
    public void MakeDirectory(JailPath path) => _jail.OpenOrMakeDirectory(path, owner).Dispose();

    /// <summary>Writes a file as a whole, with its parents; a link is written through when it leads to a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="condition">The state that it must be in.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>The file's state now.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.PathRefused"/>, <see cref="FailureCode.PreconditionFailed"/>, or what <paramref name="write"/> throws.
    /// </exception>
    public async Task<FileStatus> WriteAsync(JailPath path, FileCondition condition, Func<Stream, Task> write)
    {
        var target = TargetOf(path);
        using var directory = _jail.OpenOrMakeDirectory(target.Parent, owner);
        condition.Check(Existing(directory, target), target);
        using var upload = new Upload(directory, owner);
        await write(upload.Content);
        lock (_changing)
        {
            var before = Existing(directory, target);
            condition.Check(before, target);
            return upload.Commit(target, before?.Permissions, replace: !condition.MustBeNew);
        }
    }

    /// <summary>Removes a file, or a link and not what it leads to.</summary>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.NotFound"/>, <see cref="FailureCode.PathRefused"/> or <see cref="FailureCode.PreconditionFailed"/>.
    /// </exception>
    public void Remove(JailPath path, FileCondition condition)
    {
        if (path.IsRoot)
        {
            throw new ClaudeboxException(FailureCode.PathRefused, DirectoryKept);
        }

        using var directory = _jail.OpenDirectory(path.Parent);
        lock (_changing)
        {
            var status = PathJail.Look(directory, path.Name) ?? throw PathJail.Failure(path, NativeFiles.NoEntry);
            if (!status.IsRegular && !status.IsLink)
            {
                throw new ClaudeboxException(FailureCode.PathRefused, status.IsDirectory ? DirectoryKept : $"'{path}' is no file.");
            }

            condition.Check(status, path);
            if (NativeFiles.Remove(directory, path.Name) is var error and not 0)
            {
                throw PathJail.Failure(path, error);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _jail.Dispose();

    // Where a link leads; a name that is no link stands for itself.
    private JailPath TargetOf(JailPath path)
    {
        if (path.IsRoot)
        {
            throw PathJail.Failure(path, NativeFiles.IsDirectory);
        }

        SafeFileHandle directory;
        try
        {
            directory = _jail.OpenDirectory(path.Parent);
        }
        catch (ClaudeboxException e) when (e.Code == FailureCode.NotFound)
        {
            // The parents are still to be made.
            return path;
        }

        using (directory)
        {
            if (PathJail.Look(directory, path.Name) is not { IsLink: true })
            {
                return path;
            }

            using var target = _jail.Open(path);
            return _jail.WhereIs(target) ?? throw PathJail.Failure(path, NativeFiles.CrossDevice);
        }
    }

    private static FileStatus? Existing(SafeFileHandle directory, JailPath path) => PathJail.Look(directory, path.Name) switch
    {
        null => null,
        { IsRegular: true } status => status,
        { IsDirectory: true } => throw PathJail.Failure(path, NativeFiles.IsDirectory),
        _ => throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' is no file."),
    };
}
