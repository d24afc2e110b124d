using System.Buffers;
using System.Globalization;
using System.Text;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Prompts;

/// <summary>Reads text of any size that others wrote, and refuses what is none.</summary>
internal static class PromptText
{
    // The server takes requests of 64 MiB, and escapes in JSON take room.
    private const int Largest = 32 * 1024 * 1024;
    private const int BlockSize = 64 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="firstByteLimit">How long to wait for the first byte; null waits as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="time">Tells the time; null means the system's.</param>
    /// <returns>The text; null when no byte came in time.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">It is not text, or too long.</exception>
    public static async Task<string?> ReadAsync(Stream stream, string name, TimeSpan? firstByteLimit, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            // Reading a pipe blocks its thread and may never end; the wait for it can.
            var memory = bytes.GetMemory(BlockSize);
            var reading = Task.Run(() => stream.ReadAsync(memory, cancellationToken).AsTask(), cancellationToken);
            var limit = bytes.WrittenCount == 0 ? firstByteLimit ?? Timeout.InfiniteTimeSpan : Timeout.InfiniteTimeSpan;
            int count;
            try
            {
                count = await reading.WaitAsync(limit, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return null;
            }

            if (count == 0)
            {
                return Decode(bytes.WrittenSpan, name);
            }

            bytes.Advance(count);
            if (bytes.WrittenCount > Largest)
            {
                throw ParseFailures.Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"What {name} holds is longer than {Largest >> 20} MiB; put it into a file of the workspace and name that in the prompt."));
            }
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (bytes.IndexOf((byte)0) is var index and >= 0)
        {
            throw NoText(name, $"byte {index} is NUL");
        }

        try
        {
            return Strict.GetString(bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw NoText(name, $"byte {exception.Index} is not UTF-8");
        }
    }

    private static Claudebox.Runs.ClaudeboxException NoText(string name, string problem) =>
        ParseFailures.Invalid($"What {name} holds is not text: {problem}.");
}
