namespace Claudebox.Server.Processes;

/// <summary>What the kernel knows of a file (statx(2)).</summary>
/// <param name="Owner">Its owner.</param>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Inode">Its number in its file system.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedSeconds">When its content changed last, in seconds of Unix time.</param>
/// <param name="ModifiedNanoseconds">The rest of that, below a second.</param>
internal readonly record struct FileStatus(
    FileOwner Owner, ushort Mode, ulong Inode, long Size, long ModifiedSeconds, uint ModifiedNanoseconds)
{
    private const int TypeMask = 0xF000;

    /// <summary>Whether it is a regular file: no directory, link, FIFO, socket or device.</summary>
    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == 0xA000;

    /// <summary>The permissions.</summary>
    public UnixFileMode Permissions => (UnixFileMode)(Mode & 0xFFF);

    /// <summary>When its content changed last.</summary>
    public DateTimeOffset Modified => DateTimeOffset.FromUnixTimeSeconds(ModifiedSeconds).AddTicks(ModifiedNanoseconds / 100);
}
