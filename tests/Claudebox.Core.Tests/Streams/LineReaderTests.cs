using System.IO.Pipelines;
using System.Security.Cryptography;
using Claudebox.Core.Tests.Support;
using Claudebox.Streams;

namespace Claudebox.Core.Tests.Streams;

/// <summary>Lines of any length come out of any stream as they went in.</summary>
public sealed class LineReaderTests
{
    [Fact]
    public async Task An_empty_stream_has_no_lines_and_stays_at_its_end()
    {
        using var reader = new LineReader(new MemoryStream());
        Assert.Null(await reader.ReadLineAsync());
        Assert.Null(await reader.ReadLineAsync());
        Assert.Equal(0, reader.BytesConsumed);
    }

    [Fact]
    public async Task Empty_lines_are_lines()
    {
        using var reader = new LineReader(new MemoryStream("\n\na\n\n"u8.ToArray()));
        Assert.Equal(["", "", "a", ""], await AllAsync(reader));
        Assert.Equal(5, reader.BytesConsumed);
    }

    [Fact]
    public async Task A_last_line_without_a_line_feed_is_flagged()
    {
        using var reader = new LineReader(new MemoryStream("whole\ncut o"u8.ToArray()));
        Assert.Equal("whole", Text(await reader.ReadLineAsync()));
        Assert.True(reader.LineWasTerminated);
        Assert.Equal(6, reader.BytesConsumed);
        Assert.Equal("cut o", Text(await reader.ReadLineAsync()));
        Assert.False(reader.LineWasTerminated);
        Assert.Equal(11, reader.BytesConsumed);
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Carriage_returns_and_nuls_belong_to_the_line()
    {
        using var reader = new LineReader(new MemoryStream("a\r\n\0b\n"u8.ToArray()));
        Assert.Equal(["a\r", "\0b"], await AllAsync(reader));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64 * 1024)]
    public async Task Reads_of_any_size_give_the_same_lines(int size)
    {
        var content = Recording.Bytes("long-partial");
        using var reader = new LineReader(new PiecewiseStream(content, () => size));
        foreach (var expected in Recording.Lines("long-partial"))
        {
            var line = await reader.ReadLineAsync();
            Assert.True(line?.Span.SequenceEqual(expected));
        }

        Assert.Null(await reader.ReadLineAsync());
        Assert.Equal(content.Length, reader.BytesConsumed);
    }

    [Fact]
    public async Task A_line_of_20_MB_between_short_ones_arrives_whole_through_small_reads()
    {
        var middle = new byte[20_000_000];
        new Random(1).NextBytes(middle);
        middle.AsSpan().Replace((byte)'\n', (byte)' ');
        byte[] content = [.. "before\n"u8, .. middle, .. "\nafter\n"u8];
        using var reader = new LineReader(new PiecewiseStream(content, () => 4096));
        Assert.Equal("before", Text(await reader.ReadLineAsync()));
        var line = await reader.ReadLineAsync();
        Assert.Equal(middle.Length, line?.Length);
        Assert.Equal(SHA256.HashData(middle), SHA256.HashData(line!.Value.Span));
        Assert.Equal("after", Text(await reader.ReadLineAsync()));
        Assert.Null(await reader.ReadLineAsync());
        Assert.Equal(content.Length, reader.BytesConsumed);
    }

    [Fact]
    public async Task The_end_of_the_stream_is_asked_for_once()
    {
        var stream = new PiecewiseStream("a\nb"u8.ToArray(), () => 1);
        using var reader = new LineReader(stream);
        await AllAsync(reader);
        Assert.Null(await reader.ReadLineAsync());
        Assert.Equal(1, stream.ReadsAfterEnd);
    }

    [Fact]
    public async Task A_line_comes_as_soon_as_it_ends_and_a_cancelled_wait_loses_nothing()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("first\nsec"u8.ToArray());
        using var reader = new LineReader(pipe.Reader.AsStream());
        Assert.Equal("first", Text(await reader.ReadLineAsync()));

        using var cancel = new CancellationTokenSource();
        var waiting = reader.ReadLineAsync(cancel.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await pipe.Writer.WriteAsync("ond\n"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        Assert.Equal("second", Text(await reader.ReadLineAsync()));
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_disposed_reader_says_so_and_leaves_the_stream_open()
    {
        var stream = new MemoryStream("a\n"u8.ToArray());
        var reader = new LineReader(stream);
        reader.Dispose();
        reader.Dispose();
        Assert.True(stream.CanRead);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadLineAsync());
    }

    private static async Task<List<string>> AllAsync(LineReader reader)
    {
        List<string> lines = [];
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(Text(line));
        }

        return lines;
    }

    private static string Text(ReadOnlyMemory<byte>? line) => System.Text.Encoding.UTF8.GetString(line!.Value.Span);
}
