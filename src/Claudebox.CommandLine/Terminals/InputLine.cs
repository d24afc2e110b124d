using System.Text;

namespace Claudebox.CommandLine.Terminals;

/// <summary>Reads the line that somebody types, and nothing behind it.</summary>
internal static class InputLine
{
    private const int Longest = 64 * 1024;

    /// <summary>Reads a line.</summary>
    /// <returns>The line without white space around it; empty when the input has ended.</returns>
    public static async Task<string> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        var next = new byte[1];
        while (bytes.Count < Longest)
        {
            // A terminal's read blocks its thread; the wait for it can end.
            var count = await Task.Run(() => input.Read(next), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (count == 0 || next[0] == (byte)'\n')
            {
                break;
            }

            bytes.Add(next[0]);
        }

        return Encoding.UTF8.GetString([.. bytes]).Trim();
    }
}
