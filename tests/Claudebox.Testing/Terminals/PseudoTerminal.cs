using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Claudebox.Testing;

/// <summary>The master side of a pseudo-terminal (Linux): what a window with a terminal in it holds.</summary>
public sealed partial class PseudoTerminal : IDisposable
{
    private const int SettingsSize = 256;

    private readonly SafeFileHandle _master;

    private PseudoTerminal(SafeFileHandle master, string path)
    {
        _master = master;
        Path = path;
    }

    /// <summary>The path of the side that programs use, such as <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>The line settings (<c>struct termios</c>) that programs have left; for comparison only.</summary>
    public byte[] Settings
    {
        get
        {
            var settings = new byte[SettingsSize];
            Check(GetSettings(_master, settings));
            return settings;
        }
    }

    /// <summary>Makes a terminal.</summary>
    public static PseudoTerminal Create()
    {
        const int ReadWriteNoControlCloseOnExec = 0x2 | 0x100 | 0x80000;
        var master = Open(ReadWriteNoControlCloseOnExec);
        Check(master.IsInvalid ? -1 : 0);
        var name = new byte[64];
        Check(Grant(master));
        Check(Unlock(master));
        Check(GetName(master, name, (nuint)name.Length) == 0 ? 0 : -1);
        return new PseudoTerminal(master, Encoding.ASCII.GetString(name).TrimEnd('\0'));
    }

    /// <summary>Changes the size; the programs on the terminal are told.</summary>
    public void Resize(int columns, int rows)
    {
        const nuint SetWindowSize = 0x5414;
        Check(Control(_master, SetWindowSize, [(ushort)rows, (ushort)columns, 0, 0]));
    }

    /// <summary>Waits a moment for output and reads what there is.</summary>
    /// <returns>How many bytes; 0 when none came, -1 when no program has the terminal open any more.</returns>
    public int Read(Span<byte> buffer)
    {
        const short Readable = 0x1;
        Span<short> entry = [0, 0, Readable, 0];
        MemoryMarshal.Write(MemoryMarshal.AsBytes(entry), (int)_master.DangerousGetHandle());
        if (Poll(ref MemoryMarshal.GetReference(entry), 1, 50) <= 0)
        {
            return 0;
        }

        return (int)ReadDescriptor(_master, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
    }

    /// <summary>Types bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var count = WriteDescriptor(_master, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            Check((int)count);
            bytes = bytes[(int)count..];
        }
    }

    /// <summary>Closes the window: the programs on the terminal get SIGHUP.</summary>
    public void Dispose() => _master.Dispose();

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new IOException("A pseudo-terminal failed: " + Marshal.GetLastPInvokeErrorMessage());
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial SafeFileHandle Open(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int GetName(SafeFileHandle master, byte[] name, nuint length);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(SafeFileHandle master, byte[] settings);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle master, nuint request, ushort[] size);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref short entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadDescriptor(SafeFileHandle master, ref byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteDescriptor(SafeFileHandle master, ref readonly byte buffer, nuint count);
}
