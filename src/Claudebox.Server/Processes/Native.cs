using System.Runtime.InteropServices;

namespace Claudebox.Server.Processes;

/// <summary>The few system calls that .NET does not offer.</summary>
internal static partial class Native
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigCont = 18;

    /// <summary>The working directory, in place of a directory's descriptor.</summary>
    public const int CurrentDirectory = -100;

    private const int AccessWrite = 2;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint uid, uint gid);

    /// <summary>The absolute path with all links resolved; null when there is no such file.</summary>
    public static string? RealPath(string path)
    {
        var resolved = ResolvePath(path, 0);
        try
        {
            return Marshal.PtrToStringUTF8(resolved);
        }
        finally
        {
            Free(resolved);
        }
    }

    /// <summary>Owner of a file, links followed.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it may not be looked at.</exception>
    public static FileOwner OwnerOf(string path) => Look(path)?.Owner ??
        throw new FileNotFoundException($"Cannot look at '{path}': {Marshal.GetLastPInvokeErrorMessage()}.", path);

    /// <summary>Whether a path leads, through links, to a regular file: no folder, FIFO, socket or device.</summary>
    public static bool IsRegularFile(string path) => Look(path) is { IsRegular: true };

    /// <summary>Whether this process could write a file or folder; false on a file system that is mounted read-only.</summary>
    public static bool CanWrite(string path) => Access(path, AccessWrite) == 0;

    /// <summary>Looks at a file; null when it is not there or may not be looked at.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="directory">A directory's descriptor, which a relative path counts from.</param>
    /// <param name="follow">Whether to look at what a link leads to, or at the link.</param>
    public static unsafe FileStatus? Look(string path, int directory = CurrentDirectory, bool follow = true)
    {
        const int EmptyPath = 0x1000;
        const int NoFollow = 0x100;
        const uint BasicStats = 0x7ff;

        // struct statx has one layout on all architectures (statx(2)), unlike struct stat.
        var buffer = stackalloc byte[256];
        var flags = (path.Length == 0 ? EmptyPath : 0) | (follow ? 0 : NoFollow);
        if (StatX(directory, path, flags, BasicStats, buffer) != 0)
        {
            return null;
        }

        return new FileStatus(
            new FileOwner(*(uint*)(buffer + 20), *(uint*)(buffer + 24)),
            *(ushort*)(buffer + 28),
            *(ulong*)(buffer + 32),
            *(long*)(buffer + 40),
            *(long*)(buffer + 112),
            *(uint*)(buffer + 120));
    }

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ResolvePath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int directory, string path, int flags, uint mask, byte* result);
}
