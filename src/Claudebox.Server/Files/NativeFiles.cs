using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Claudebox.Server.Files;

/// <summary>System calls on names in an open directory, which nobody can exchange meanwhile.</summary>
internal static partial class NativeFiles
{
    public const int NoEntry = 2;
    public const int Again = 11;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int NoSystemCall = 38;
    public const int NameTooLong = 36;
    public const int NotPermitted = 1;
    public const int LoopOfLinks = 40;
    public const int NotSupported = 95;

    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int PathOnly = 0x20_0000;

    private const int CloseOnExec = 0x8_0000;
    private const long OpenAt2Number = 437;
    private const ulong NoMagicLinks = 0x02;
    private const ulong Beneath = 0x08;
    private const uint NoReplace = 1;
    private const int FollowLink = 0x400;
    private const int LinkItself = 0x100;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>O_DIRECTORY.</summary>
    public static int DirectoryOnly { get; } = IsArm ? 0x4000 : 0x1_0000;

    /// <summary>O_NOFOLLOW.</summary>
    public static int NoFollow { get; } = IsArm ? 0x8000 : 0x2_0000;

    /// <summary>O_TMPFILE.</summary>
    public static int Nameless { get; } = 0x40_0000 | DirectoryOnly;

    /// <summary>Opens a name in a directory.</summary>
    /// <returns>The file, or an invalid handle and the error.</returns>
    public static (SafeFileHandle File, int Error) Open(SafeFileHandle directory, string name, int flags, int mode = 0) =>
        Result(OpenAt(Number(directory), name, flags | CloseOnExec, mode));

    /// <summary>Opens a path without ever leaving a directory, not even for a moment (openat2(2)).</summary>
    /// <returns>The file, or an invalid handle and the error.</returns>
    public static unsafe (SafeFileHandle File, int Error) OpenBeneath(SafeFileHandle directory, string path, int flags)
    {
        var how = new OpenHow { Flags = (ulong)(flags | CloseOnExec), Resolve = Beneath | NoMagicLinks };
        return Result((int)OpenAt2(OpenAt2Number, Number(directory), path, &how, (nuint)sizeof(OpenHow)));
    }

    /// <summary>Makes a directory; gives the error, or 0.</summary>
    public static int MakeDirectory(SafeFileHandle directory, string name, int mode) => Error(MakeDirectoryAt(Number(directory), name, mode));

    /// <summary>Removes a name; gives the error, or 0.</summary>
    public static int Remove(SafeFileHandle directory, string name) => Error(UnlinkAt(Number(directory), name, 0));

    /// <summary>Renames within a directory; gives the error, or 0.</summary>
    public static int Rename(SafeFileHandle directory, string from, string to, bool replace) =>
        Error(RenameAt2(Number(directory), from, Number(directory), to, replace ? 0 : NoReplace));

    /// <summary>Gives an open, nameless file a name; gives the error, or 0.</summary>
    public static int Link(SafeFileHandle file, SafeFileHandle directory, string name) =>
        Error(LinkAt(Claudebox.Server.Processes.Native.CurrentDirectory, PathOf(file), Number(directory), name, FollowLink));

    /// <summary>Gives a name to an owner, links themselves and not what they lead to; gives the error, or 0.</summary>
    public static int ChangeOwner(SafeFileHandle directory, string name, uint user, uint group) =>
        Error(ChangeOwnerAt(Number(directory), name, user, group, LinkItself));

    /// <summary>Gives an open file to an owner; gives the error, or 0.</summary>
    public static int ChangeOwner(SafeFileHandle file, uint user, uint group) => Error(ChangeOwnerOf(Number(file), user, group));

    /// <summary>A path of this process to an open file, whatever became of its name.</summary>
    public static string PathOf(SafeFileHandle file) => FormattableString.Invariant($"/proc/self/fd/{Number(file)}");

    /// <summary>The descriptor's number.</summary>
    public static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static (SafeFileHandle File, int Error) Result(int descriptor) =>
        (new SafeFileHandle(descriptor, ownsHandle: true), descriptor < 0 ? Marshal.GetLastPInvokeError() : 0);

    private static int Error(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int directory, string name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial long OpenAt2(long number, int directory, string path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectoryAt(int directory, string name, int mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkAt(int directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oldDirectory, string oldName, int newDirectory, string newName, uint flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int oldDirectory, string oldName, int newDirectory, string newName, int flags);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwnerAt(int directory, string name, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwnerOf(int file, uint user, uint group);

    /// <summary>struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
