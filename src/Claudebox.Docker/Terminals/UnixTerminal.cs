using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Claudebox.Docker;

/// <summary>
/// The terminal on the standard input and output of a process on Linux or macOS. It reads and writes the descriptors
/// themselves: .NET's console would take part in the terminal's settings.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class UnixTerminal : ITerminal
{
    private const int Input = 0;
    private const int Output = 1;

    private static readonly TerminalSize Unknown = new(80, 24);

    private UnixTerminal()
    {
    }

    public TerminalSize Size => (OperatingSystem.IsMacOS() ? ConsoleSize() : WindowSize()) is { Columns: > 0, Rows: > 0 } size ? size : Unknown;

    internal static UnixTerminal? TryOpen() => IsTerminal(Input) != 0 && IsTerminal(Output) != 0 ? new UnixTerminal() : null;

    public IDisposable EnterRawMode(Action onResized) => new UnixRawMode(onResized);

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        new(Task.Run(() => Read(buffer.Span, cancellationToken), cancellationToken));

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    // A read that waited in the kernel could not be left without taking the next key from whoever reads after us.
    private static unsafe int Read(Span<byte> buffer, CancellationToken cancellationToken)
    {
        using var wake = new WakePipe(cancellationToken);
        while (true)
        {
            if (!TryWait(wake))
            {
                return 0;
            }

            cancellationToken.ThrowIfCancellationRequested();
            fixed (byte* bytes = buffer)
            {
                var count = ReadDescriptor(Input, bytes, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }
            }

            if (!IsTransient(Marshal.GetLastPInvokeError()))
            {
                return 0;
            }
        }
    }

    private static bool TryWait(WakePipe wake)
    {
        try
        {
            wake.WaitForInput(Input);
            return true;
        }
        catch (IOException)
        {
            // Nothing will ever come: the terminal is gone.
            return false;
        }
    }

    private static unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (var offset = 0; offset < buffer.Length;)
            {
                var count = WriteDescriptor(Output, bytes + offset, (nuint)(buffer.Length - offset));
                if (count >= 0)
                {
                    offset += (int)count;
                }
                else if (IsTransient(Marshal.GetLastPInvokeError()))
                {
                    WakePipe.WaitForRoom(Output);
                }
                else
                {
                    throw new IOException("The terminal cannot be written to: " + Marshal.GetLastPInvokeErrorMessage());
                }
            }
        }
    }

    private static bool IsTransient(int error)
    {
        const int Interrupted = 4;
        return error == Interrupted || error == (OperatingSystem.IsMacOS() ? 35 : 11);
    }

    // ioctl(2) is variadic, and on arm64 macOS passes such arguments in another place than a declared call would put them.
    private static TerminalSize ConsoleSize()
    {
        try
        {
            return new TerminalSize(Console.WindowWidth, Console.WindowHeight);
        }
        catch (IOException)
        {
            return default;
        }
    }

    private static unsafe TerminalSize WindowSize()
    {
        // TIOCGWINSZ (ioctl_tty(2)): rows and columns come first.
        const nuint Request = 0x5413;
        var size = stackalloc ushort[4];
        return Control(Output, Request, size) == 0 ? new TerminalSize(size[1], size[0]) : default;
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadDescriptor(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteDescriptor(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(int descriptor, nuint request, ushort* size);
}
