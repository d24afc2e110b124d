using System.Text;
using Claudebox.PowerShell.NativeCommand;

namespace Claudebox.PowerShell.Tests.NativeCommand;

public sealed class LineStreamTests
{
    private const string Text = "one\r\ntwo ünïcödé 日本 😀\n\n  three\tand\rmore\n\nlast 😀";

    private static readonly string[] Lines = ["one", "two ünïcödé 日本 😀", "", "  three\tand\rmore", "", "last 😀"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Lines_are_the_same_however_the_bytes_come(int piece)
    {
        var lines = new List<string>();
        await using var stream = Stream(lines);

        foreach (var bytes in Encoding.UTF8.GetBytes(Text).Chunk(piece))
        {
            await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            await stream.FlushAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(Lines[..^1], lines);
        await stream.CompleteAsync();
        Assert.Equal(Lines, lines);
    }

    [Fact]
    public async Task A_line_is_handed_on_as_soon_as_it_is_whole_and_no_sooner()
    {
        var lines = new List<string>();
        await using var stream = Stream(lines);

        await stream.WriteAsync("a"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Empty(lines);
        await stream.WriteAsync("b\nc"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(["ab"], lines);
    }

    [Fact]
    public async Task A_write_waits_until_the_line_is_taken()
    {
        var taken = new TaskCompletionSource();
        await using var stream = new LineStream(_ => taken.Task);

        var write = stream.WriteAsync("line\n"u8.ToArray(), TestContext.Current.CancellationToken).AsTask();

        Assert.False(write.IsCompleted);
        taken.SetResult();
        await write;
    }

    [Fact]
    public async Task Long_lines_and_blocking_writes_are_no_different()
    {
        var lines = new List<string>();
        await using var stream = Stream(lines);
        var text = string.Concat(Enumerable.Repeat("日本", 100_000));

        stream.Write(Encoding.UTF8.GetBytes(text + "\nrest"));
        await stream.CompleteAsync();

        Assert.Equal([text, "rest"], lines);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_and_nothing_after_them_is_lost()
    {
        var lines = new List<string>();
        await using var stream = Stream(lines);

        await stream.WriteAsync(new byte[] { 0xFF, (byte)'a', (byte)'\n', 0xE6 }, TestContext.Current.CancellationToken);
        await stream.CompleteAsync();

        Assert.Equal(["\uFFFDa", "\uFFFD"], lines);
    }

    [Fact]
    public async Task Nothing_written_is_no_line()
    {
        var lines = new List<string>();
        await using var stream = Stream(lines);

        await stream.CompleteAsync();

        Assert.Empty(lines);
    }

    private static LineStream Stream(List<string> lines) => new(line =>
    {
        lines.Add(line);
        return Task.CompletedTask;
    });
}
