using System.Text;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Terminals;

/// <summary>Reads the line that somebody types, and nothing behind it.</summary>
internal static class InputLine
{
    private const int Longest = 64 * 1024;

    /// <summary>Reads a line of an input.</summary>
    /// <returns>The line without white space around it; empty when the input has ended.</returns>
    public static Task<string> ReadAsync(Stream input, CancellationToken cancellationToken) =>
        // A terminal's read blocks its thread; the wait for it can end.
        ReadAsync(next => new ValueTask<int>(Task.Run(() => input.Read(next.Span), cancellationToken).WaitAsync(cancellationToken)), areKeys: false);

    /// <summary>Reads a line that is typed on a terminal.</summary>
    /// <returns>The line without white space around it; empty when the terminal is gone.</returns>
    public static Task<string> ReadAsync(ITerminal terminal, CancellationToken cancellationToken) =>
        ReadAsync(next => terminal.ReadAsync(next, cancellationToken), areKeys: true);

    // The terminal of Windows hands on keys: Enter is a carriage return, and corrections are left to the reader.
    private static async Task<string> ReadAsync(Func<Memory<byte>, ValueTask<int>> read, bool areKeys)
    {
        var bytes = new List<byte>();
        var next = new byte[1];
        while (bytes.Count < Longest && await read(next).ConfigureAwait(false) > 0)
        {
            if (next[0] == (byte)'\n' || (areKeys && next[0] == (byte)'\r'))
            {
                break;
            }

            if (areKeys && (next[0] is (byte)'\b' or 0x7F))
            {
                bytes = bytes[..Math.Max(bytes.Count - 1, 0)];
            }
            else
            {
                bytes.Add(next[0]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]).Trim();
    }
}
