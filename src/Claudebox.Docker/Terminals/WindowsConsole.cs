using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Claudebox.Docker;

/// <summary>The functions of the Windows console that .NET does not offer.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsConsole
{
    /// <summary>STD_INPUT_HANDLE.</summary>
    internal const int Input = -10;

    /// <summary>STD_OUTPUT_HANDLE.</summary>
    internal const int Output = -11;

    internal static uint OutputCodePage
    {
        get => GetConsoleOutputCP();
        set => SetConsoleOutputCP(value);
    }

    /// <summary>The mode of a console device; null when it is no console.</summary>
    internal static uint? TryGetMode(int device) => GetConsoleMode(GetStdHandle(device), out var mode) ? mode : null;

    internal static bool TrySetMode(int device, uint mode) => SetConsoleMode(GetStdHandle(device), mode);

    internal static void SetMode(int device, uint mode)
    {
        if (!TrySetMode(device, mode))
        {
            throw new IOException("The console's mode cannot be set: " + Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>The visible part of the console.</summary>
    internal static TerminalSize WindowSize() => GetConsoleScreenBufferInfo(GetStdHandle(Output), out var info)
        ? new TerminalSize(info.WindowRight - info.WindowLeft + 1, info.WindowBottom - info.WindowTop + 1)
        : default;

    /// <summary>Waits for input records, or for the other handle.</summary>
    internal static unsafe void WaitForInput(WaitHandle other)
    {
        var added = false;
        try
        {
            other.SafeWaitHandle.DangerousAddRef(ref added);
            var handles = stackalloc nint[] { GetStdHandle(Input), other.SafeWaitHandle.DangerousGetHandle() };
            _ = WaitForMultipleObjects(2, handles, 0, uint.MaxValue);
        }
        finally
        {
            if (added)
            {
                other.SafeWaitHandle.DangerousRelease();
            }
        }
    }

    /// <summary>Takes waiting input records; null when the console is gone.</summary>
    internal static unsafe int? ReadInput(Span<InputRecord> records)
    {
        fixed (InputRecord* first = records)
        {
            return ReadConsoleInput(GetStdHandle(Input), first, (uint)records.Length, out var count) ? (int)count : null;
        }
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int device);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);

    [LibraryImport("kernel32")]
    private static partial uint GetConsoleOutputCP();

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleOutputCP(uint codePage);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleScreenBufferInfo(nint handle, out ScreenBufferInfo info);

    [LibraryImport("kernel32", SetLastError = true)]
    private static unsafe partial uint WaitForMultipleObjects(uint count, nint* handles, int all, uint milliseconds);

    [LibraryImport("kernel32", EntryPoint = "ReadConsoleInputW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool ReadConsoleInput(nint handle, InputRecord* records, uint length, out uint count);

    // CONSOLE_SCREEN_BUFFER_INFO.
    private struct ScreenBufferInfo
    {
        public short Columns;
        public short Rows;
        public short CursorColumn;
        public short CursorRow;
        public ushort Attributes;
        public short WindowLeft;
        public short WindowTop;
        public short WindowRight;
        public short WindowBottom;
        public short LargestColumns;
        public short LargestRows;
    }
}
