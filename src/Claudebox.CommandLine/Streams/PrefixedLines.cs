using System.Text;
using Claudebox.Streams;

namespace Claudebox.CommandLine.Streams;

/// <summary>Puts a name before each line, so that the lines of several writers can stand in one output. Lines are written whole.</summary>
/// <param name="target">Where the lines go.</param>
/// <param name="prefix">What is put before them.</param>
/// <param name="gate">Shared by all that write to the same target.</param>
internal sealed class PrefixedLines(Stream target, string prefix, object gate) : WriteOnlyStream
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);
    private readonly MemoryStream _line = new();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.IndexOf((byte)'\n') is var end and >= 0)
        {
            _line.Write(buffer[..(end + 1)]);
            WriteLine();
            buffer = buffer[(end + 1)..];
        }

        _line.Write(buffer);
    }

    /// <summary>Writes what came after the last line break.</summary>
    public void Complete()
    {
        if (_line.Length > 0)
        {
            _line.WriteByte((byte)'\n');
            WriteLine();
        }
    }

    private void WriteLine()
    {
        lock (gate)
        {
            target.Write([.. _prefix, .. _line.GetBuffer().AsSpan(0, (int)_line.Length)]);
            target.Flush();
        }

        _line.SetLength(0);
    }
}
