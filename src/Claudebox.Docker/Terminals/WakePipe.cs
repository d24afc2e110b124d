using System.Runtime.InteropServices;

namespace Claudebox.Docker;

/// <summary>A pipe that a cancelled token writes to, so that a wait for a descriptor can be left.</summary>
internal sealed partial class WakePipe : IDisposable
{
    private const short Readable = 0x1;
    private const short Writable = 0x4;
    private const short Invalid = 0x20;
    private const int Interrupted = 4;

    private readonly int _read;
    private readonly int _write;
    private readonly CancellationTokenRegistration _registration;

    internal unsafe WakePipe(CancellationToken cancellationToken)
    {
        var ends = stackalloc int[2];
        if (Pipe(ends) != 0)
        {
            throw new IOException("No pipe can be made: " + Marshal.GetLastPInvokeErrorMessage());
        }

        (_read, _write) = (ends[0], ends[1]);
        _registration = cancellationToken.Register(Wake);
    }

    public void Dispose()
    {
        // Waits for a callback that is running, so the descriptor is not closed under it.
        _registration.Dispose();
        _ = Close(_read);
        _ = Close(_write);
    }

    /// <summary>Waits until a descriptor can be read, its other end is gone, or the token is cancelled.</summary>
    /// <exception cref="IOException">The descriptor cannot be waited for.</exception>
    internal unsafe void WaitForInput(int descriptor)
    {
        var entries = stackalloc PollEntry[2];
        entries[0] = new PollEntry { Descriptor = descriptor, Events = Readable };
        entries[1] = new PollEntry { Descriptor = _read, Events = Readable };
        Wait(entries, 2);
    }

    /// <summary>Waits until a descriptor takes more, or its other end is gone.</summary>
    /// <exception cref="IOException">The descriptor cannot be waited for.</exception>
    internal static unsafe void WaitForRoom(int descriptor)
    {
        var entry = new PollEntry { Descriptor = descriptor, Events = Writable };
        Wait(&entry, 1);
    }

    // Who goes on after a wait that was none reads or writes again at once, for ever.
    private static unsafe void Wait(PollEntry* entries, nuint count)
    {
        while (Poll(entries, count, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new IOException("The terminal cannot be waited for: " + Marshal.GetLastPInvokeErrorMessage());
            }
        }

        if ((entries[0].Results & Invalid) != 0)
        {
            throw new IOException("The terminal is closed.");
        }
    }

    private unsafe void Wake()
    {
        byte one = 1;
        _ = Write(_write, &one, 1);
    }

    [LibraryImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static unsafe partial int Pipe(int* ends);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int timeoutMilliseconds);

    // struct pollfd, the same everywhere (poll(2)).
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Results;
    }
}
