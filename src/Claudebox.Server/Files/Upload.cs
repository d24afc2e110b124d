using Claudebox.Runs;
using Claudebox.Server.Processes;
using Microsoft.Win32.SafeHandles;
using static Claudebox.Server.Files.NativeFiles;

namespace Claudebox.Server.Files;

/// <summary>
/// A file in the making. It has no name, or a hidden one where the file system cannot do without, until it is whole; what
/// was there before stays until then.
/// </summary>
internal sealed class Upload : IDisposable
{
    private const string Prefix = ".claudebox-upload-";
    private const int FileMode = 0x1A4; // 0644

    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    private readonly SafeFileHandle _directory;
    private readonly FileOwner _owner;
    private string? _temporary;

    /// <summary>Begins.</summary>
    /// <param name="directory">Where the file is to be; stays the caller's.</param>
    /// <param name="owner">Who gets the file.</param>
    /// <param name="named">Always gives it a hidden name, as where the file system cannot do without.</param>
    public Upload(SafeFileHandle directory, FileOwner owner, bool named = false)
    {
        _directory = directory;
        _owner = owner;
        var (file, error) = named
            ? (new SafeFileHandle(), NotSupported)
            : NativeFiles.Open(directory, ".", Nameless | WriteOnly, FileMode);
        if (error is NotSupported or NativeFiles.IsDirectory or NoEntry)
        {
            Sweep(directory);
            _temporary = NewName();
            (file, error) = NativeFiles.Open(directory, _temporary, WriteOnly | Create | Exclusive, FileMode);
        }

        Content = error == 0
            ? new FileStream(file, FileAccess.Write, bufferSize: 0)
            : throw PathJail.Failure(JailPath.Root, error);
    }

    /// <summary>Where the content goes.</summary>
    public FileStream Content { get; }

    /// <summary>Whether a name is that of an unfinished upload.</summary>
    public static bool IsTemporary(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Puts the file in its place.</summary>
    /// <param name="path">Its path; the last part is its name.</param>
    /// <param name="mode">Its permissions, those of the file that it replaces; null for a new one.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <returns>The file's state now.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PreconditionFailed"/>: there is one.</exception>
    public FileStatus Commit(JailPath path, UnixFileMode? mode, bool replace)
    {
        Check(ChangeOwner(Content.SafeFileHandle, _owner.UserId, _owner.GroupId), path);
        if (mode is { } permissions)
        {
            File.SetUnixFileMode(Content.SafeFileHandle, permissions);
        }

        // Under its name there is a whole file or none, also after a crash of the machine.
        Content.Flush(flushToDisk: true);
        if (_temporary is null)
        {
            var name = NewName();
            Check(Link(Content.SafeFileHandle, _directory, name), path);
            _temporary = name;
        }

        var error = Rename(_directory, _temporary, path.Name, replace);
        if (error == Exists && !replace)
        {
            throw new ClaudeboxException(FailureCode.PreconditionFailed, $"'{path}' exists.");
        }

        Check(error, path);
        _temporary = null;
        return PathJail.StatusOf(Content.SafeFileHandle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        if (_temporary is not null)
        {
            _ = Remove(_directory, _temporary);
        }
    }

    // What a killed server left here. An upload that goes on changes its file all the time.
    private static void Sweep(SafeFileHandle directory)
    {
        var oldest = DateTimeOffset.UtcNow - StaleAfter;
        foreach (var path in Directory.EnumerateFiles(PathOf(directory), Prefix + "*"))
        {
            var name = Path.GetFileName(path);
            if (PathJail.Look(directory, name) is { IsRegular: true } status && status.Modified < oldest)
            {
                _ = Remove(directory, name);
            }
        }
    }

    private static string NewName() => Prefix + Guid.NewGuid().ToString("N");

    private static void Check(int error, JailPath path)
    {
        if (error != 0)
        {
            throw PathJail.Failure(path, error);
        }
    }
}
