using Claudebox.Core.Tests.Support;
using Claudebox.Streams;
using CsCheck;

namespace Claudebox.Core.Tests.Streams;

/// <summary>However bytes arrive, the lines are those of the bytes.</summary>
public sealed class LineReaderProperties
{
    // Short and long lines, of few and of all bytes; now and then longer than the first buffer and the kept one.
    private static readonly Gen<byte[]> Piece = Gen.OneOf(
        Gen.Int[0, 3].Select(i => "\na\r\0"u8[i]).Array[0, 30],
        Gen.Byte.Array[0, 300],
        Gen.Select(Gen.Byte, Gen.Int[60_000, 140_000], (value, length) => Enumerable.Repeat(value, length).ToArray()),
        Gen.Const("\n"u8.ToArray()));

    private static readonly Gen<byte[]> Rare = Gen.Frequency(
        (40, Piece),
        (1, Gen.Const(Enumerable.Repeat((byte)'x', 3_000_000).ToArray())));

    private static readonly Gen<byte[]> Content = Rare.Array[0, 12].Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    private static readonly Gen<int[]> Sizes = Gen.OneOf(Gen.Int[1, 10], Gen.Int[1, 5_000], Gen.Int[50_000, 300_000]).Array[1, 20];

    [Fact]
    public void Any_split_of_any_bytes_into_reads_gives_the_lines_of_the_bytes() =>
        Gen.Select(Content, Sizes).Sample(
            (content, sizes) =>
            {
                var i = 0;
                // Many tiny reads of megabytes only cost time.
                var floor = content.Length / 20_000;
                using var reader = new LineReader(new PiecewiseStream(content, () => Math.Max(floor, sizes[i++ % sizes.Length])));
                var offset = 0;
                while (Read(reader) is { } line)
                {
                    var feed = content.AsSpan(offset).IndexOf((byte)'\n');
                    var expected = feed < 0 ? content.AsSpan(offset) : content.AsSpan(offset, feed);
                    Assert.True(line.Span.SequenceEqual(expected));
                    Assert.Equal(feed >= 0, reader.LineWasTerminated);
                    offset += expected.Length + (feed >= 0 ? 1 : 0);
                    Assert.Equal(offset, reader.BytesConsumed);
                }

                Assert.Equal(content.Length, offset);
                Assert.Null(Read(reader));
            },
            iter: 300);

    // The stream always answers at once, so the read is complete when it returns.
    private static ReadOnlyMemory<byte>? Read(LineReader reader)
    {
        var pending = reader.ReadLineAsync();
        return pending.IsCompletedSuccessfully ? pending.Result : throw new InvalidOperationException("The read is not complete.");
    }
}
