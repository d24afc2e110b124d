using System.Runtime.InteropServices;
using Claudebox.CommandLine;
using Claudebox.Streams;

namespace Claudebox.Cli;

/// <summary>
/// The standard output of Unix. The runtime's own stream says nothing when the reader is gone, and a file stream writes at
/// an offset of its own, over what other processes append to the same file.
/// </summary>
internal sealed partial class StandardOutput : WriteOnlyStream
{
    private const int Descriptor = 1;
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const int RetryMilliseconds = 1;

    private static readonly int TryAgain = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = (int)WriteTo(Descriptor, buffer, buffer.Length);
            if (count >= 0)
            {
                buffer = buffer[count..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
            {
                throw new OutputClosedException();
            }

            if (error == TryAgain)
            {
                // Somebody who shares the pipe made it non-blocking.
                Thread.Sleep(RetryMilliseconds);
            }
            else if (error != Interrupted)
            {
                throw new IOException($"The output cannot be written: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> buffer, nint count);
}
