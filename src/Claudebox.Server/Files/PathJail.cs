using System.ComponentModel;
using Claudebox.Runs;
using Claudebox.Server.Processes;
using Microsoft.Win32.SafeHandles;
using static Claudebox.Server.Files.NativeFiles;

namespace Claudebox.Server.Files;

/// <summary>
/// The one way to files by names that strangers chose: everything is opened relative to a handle of the root, and the
/// kernel refuses whatever would lead out of it, links included (openat2 with RESOLVE_BENEATH). Kernels and
/// sandboxes without that call get a walk that follows no link at all. Check and use are one step, so nothing
/// can be exchanged between them.
/// </summary>
internal sealed class PathJail : IDisposable
{
    private const int Attempts = 16;
    private const int FolderMode = 0x1ED; // 0755

    private readonly SafeFileHandle _root;
    private readonly bool _walks;

    /// <summary>Opens a root.</summary>
    /// <param name="root">A directory; where its own path leads does not matter.</param>
    /// <param name="walk">Always walks, as on an old kernel.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.WorkspaceNotFound"/>.</exception>
    public PathJail(string root, bool walk = false)
    {
        (_root, var error) = Open(new SafeFileHandle(Native.CurrentDirectory, ownsHandle: false), root, PathOnly | DirectoryOnly);
        if (error != 0)
        {
            throw new ClaudeboxException(FailureCode.WorkspaceNotFound, $"The directory {root} cannot be opened: {Text(error)}.");
        }

        _walks = walk || !CanOpenBeneath();
    }

    /// <summary>Opens a file or directory for looking at it and for reaching what is in it, not for its content. Links are followed.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/> or <see cref="FailureCode.PathRefused"/>.</exception>
    public SafeFileHandle Open(JailPath path)
    {
        var (file, error) = TryOpen(path, PathOnly);
        return error == 0 ? file : throw Failure(path, error);
    }

    /// <summary>Opens a directory.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/> or <see cref="FailureCode.PathRefused"/>.</exception>
    public SafeFileHandle OpenDirectory(JailPath path)
    {
        var (file, error) = TryOpen(path, PathOnly | DirectoryOnly);
        return error == 0 ? file : throw Failure(path, error);
    }

    /// <summary>Opens a directory, and makes it and its parents where they are missing.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="owner">Who gets what is made.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>.</exception>
    public SafeFileHandle OpenOrMakeDirectory(JailPath path, FileOwner owner)
    {
        var (file, error) = TryOpen(path, PathOnly | DirectoryOnly);
        if (error != NoEntry || path.IsRoot)
        {
            return error == 0 ? file : throw Failure(path, error);
        }

        using var parent = OpenOrMakeDirectory(path.Parent, owner);
        var made = MakeDirectory(parent, path.Name, FolderMode);
        if (made == 0)
        {
            _ = ChangeOwner(parent, path.Name, owner.UserId, owner.GroupId);
        }
        else if (made != Exists)
        {
            throw Failure(path, made);
        }

        // Made by someone else meanwhile, or a link to nothing, which stays one.
        (file, error) = TryOpen(path, PathOnly | DirectoryOnly);
        return error == 0 ? file
            : error == NoEntry ? throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' is a link that leads nowhere.")
            : throw Failure(path, error);
    }

    /// <summary>What a path names, links not followed in its last part; null when it names nothing.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/> or <see cref="FailureCode.PathRefused"/>.</exception>
    public static FileStatus? Look(SafeFileHandle directory, string name) => Native.Look(name, Number(directory), follow: false);

    /// <summary>What an open file is.</summary>
    public static FileStatus StatusOf(SafeFileHandle file) => Native.Look("", Number(file)) ?? throw new IOException("An open file cannot be looked at.");

    /// <summary>Where an open file or directory lies below the root now; null when it does not any more.</summary>
    public JailPath? WhereIs(SafeFileHandle file)
    {
        var (root, path) = (NameOf(_root), NameOf(file));
        return path is null || root is null ? null
            : path == root ? JailPath.Root
            : root == "/" ? JailPath.Parse(path)
            : path.StartsWith(root + "/", StringComparison.Ordinal) ? JailPath.Parse(path[(root.Length + 1)..])
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    /// <summary>The failure that an error means for a path.</summary>
    public static ClaudeboxException Failure(JailPath path, int error) => error switch
    {
        NoEntry => new(FailureCode.NotFound, $"not found: {path}"),
        CrossDevice or LoopOfLinks => new(FailureCode.PathRefused, $"path outside root workspace: {path}"),
        NotDirectory => new(FailureCode.PathRefused, $"'{path}' is no directory, or lies below something that is none."),
        IsDirectory => new(FailureCode.PathRefused, $"'{path}' is a directory."),
        NameTooLong => new(FailureCode.PathRefused, "The path is too long."),
        _ => new(FailureCode.InternalError, $"'{path}': {Text(error)}."),
    };

    private (SafeFileHandle File, int Error) TryOpen(JailPath path, int flags)
    {
        if (path.IsRoot)
        {
            return NativeFiles.Open(_root, ".", flags | PathOnly);
        }

        if (_walks)
        {
            return Walk(path, flags);
        }

        // A rename anywhere on the system can make the kernel unsure of '..' in a link; it asks for another attempt.
        for (var attempt = 1; ; attempt++)
        {
            var (file, error) = OpenBeneath(_root, path.ToString(), flags);
            if (error != Again || attempt == Attempts)
            {
                return (file, error);
            }
        }
    }

    private (SafeFileHandle File, int Error) Walk(JailPath path, int flags)
    {
        var (directory, error) = NativeFiles.Open(_root, ".", PathOnly | DirectoryOnly);
        for (var i = 0; error == 0; i++)
        {
            using var current = directory;
            var isLast = i == path.Parts.Count - 1;
            (directory, error) = NativeFiles.Open(current, path.Parts[i], NoFollow | PathOnly | (isLast ? flags : DirectoryOnly));
            if (error == NotDirectory && Look(current, path.Parts[i]) is { IsLink: true })
            {
                error = LoopOfLinks;
            }

            if (isLast && error == 0 && StatusOf(directory).IsLink)
            {
                directory.Dispose();
                error = LoopOfLinks;
            }

            if (isLast)
            {
                break;
            }
        }

        return (directory, error);
    }

    private bool CanOpenBeneath()
    {
        var (file, error) = OpenBeneath(_root, ".", PathOnly | DirectoryOnly);
        file.Dispose();
        return error is not (NoSystemCall or NotPermitted);
    }

    private static (SafeFileHandle File, int Error) Open(SafeFileHandle directory, string name, int flags) => NativeFiles.Open(directory, name, flags);

    private static string? NameOf(SafeFileHandle file) => File.ResolveLinkTarget(PathOf(file), returnFinalTarget: false)?.FullName;

    private static string Text(int error) => new Win32Exception(error).Message;
}
