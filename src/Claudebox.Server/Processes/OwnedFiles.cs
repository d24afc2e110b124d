namespace Claudebox.Server.Processes;

/// <summary>
/// Creates files and folders that belong to a given owner, so that what a root process leaves on a mounted
/// directory can be managed by the directory's owner on the host.
/// </summary>
internal sealed class OwnedFiles(FileOwner owner)
{
    /// <summary>Mode 0600.</summary>
    public const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode 0700.</summary>
    public const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;

    private readonly bool _mustChange = Native.EffectiveUserId() == 0 && owner.UserId != 0;

    /// <summary>For files that belong to whoever owns a folder.</summary>
    /// <param name="folder">The folder; it exists.</param>
    public static OwnedFiles LikeOwnerOf(string folder) => new(Native.OwnerOf(folder));

    /// <summary>Creates a folder and its parents where they are missing, mode 0700.</summary>
    public void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(path, PrivateFolder);
        Own(path);
    }

    /// <summary>Opens a new or existing file for appending, mode 0600.</summary>
    public FileStream Append(string path) => Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens a file that only one process at a time can have open (flock).</summary>
    /// <exception cref="IOException">It is open elsewhere.</exception>
    public FileStream OpenExclusive(string path, FileMode mode = FileMode.OpenOrCreate) =>
        Open(path, mode, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Replaces a file as a whole: readers see the old content or the new.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="durable">Whether the content must be on the disk before it takes the old one's place.</param>
    public void Replace(string path, ReadOnlySpan<byte> content, bool durable = false)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: durable);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Gives a file or folder to the owner.</summary>
    public void Own(string path)
    {
        if (_mustChange)
        {
            _ = Native.ChangeOwner(path, owner.UserId, owner.GroupId);
        }
    }

    private FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var existed = File.Exists(path);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
            UnixCreateMode = PrivateFile,
        });
        if (!existed)
        {
            Own(path);
        }

        return file;
    }
}
