using System.Text;
using Claudebox.Streams;

namespace Claudebox.CommandLine.Streams;

/// <summary>Takes UTF-8 in whatever pieces it comes and writes it as text.</summary>
internal sealed class TextStream(TextWriter writer) : WriteOnlyStream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        writer.Write(characters, 0, _decoder.GetChars(buffer, characters, flush: false));
        writer.Flush();
    }
}
