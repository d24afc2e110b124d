using System.Text;
using Claudebox.CommandLine.Prompts;
using Claudebox.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Claudebox.CommandLine.Tests.Prompts;

/// <summary>Texts of any size from streams that deliver as they please.</summary>
public sealed class PromptTextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("one line\n")]
    [InlineData("ü 日本 🙂 \r\n\ttabs")]
    public async Task A_text_is_read_whole_in_whatever_pieces_it_comes(string text)
    {
        foreach (var size in (int[])[1, 2, 3, 7, 100_000])
        {
            using var stream = new DripStream(Encoding.UTF8.GetBytes(text), size);
            Assert.Equal(text, await PromptText.ReadAsync(stream, "the test", firstByteLimit: null, Token));
        }
    }

    [Fact]
    public async Task Megabytes_arrive_unchanged()
    {
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(number => $"{number} ü\n"));
        using var stream = new DripStream(Encoding.UTF8.GetBytes(text), 10_007);

        Assert.Equal(text, await PromptText.ReadAsync(stream, "the test", TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task A_stream_without_a_byte_is_given_up_and_one_with_a_byte_is_not()
    {
        var (limit, time) = (TimeSpan.FromSeconds(3), new FakeTimeProvider());
        using var silent = new NeverStream([]);
        var waiting = PromptText.ReadAsync(silent, "the test", limit, Token, time);
        await silent.Waiting.WaitAsync(Token);
        time.Advance(limit / 2);
        Assert.False(waiting.IsCompleted);
        time.Advance(limit);
        Assert.Null(await waiting.WaitAsync(Token));

        using var begun = new NeverStream("x"u8.ToArray());
        var reading = PromptText.ReadAsync(begun, "the test", limit, Token, time);
        await begun.Waiting.WaitAsync(Token);
        time.Advance(limit * 100);
        begun.End();
        Assert.Equal("x", await reading.WaitAsync(Token));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0 }, "byte 1 is NUL")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "is NUL")]
    [InlineData(new byte[] { 0x61, 0xED, 0xA0, 0x80 }, "byte 1 is not UTF-8")]
    [InlineData(new byte[] { 0x61, 0xC3 }, "is not UTF-8")]
    public async Task What_is_no_text_is_named(byte[] bytes, string why)
    {
        using var stream = new MemoryStream(bytes);
        var failure = await Assert.ThrowsAsync<ClaudeboxException>(() => PromptText.ReadAsync(stream, "the file 'x'", firstByteLimit: null, Token));

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains("the file 'x'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var silent = new NeverStream([]);
        using var stop = new CancellationTokenSource();
        var reading = PromptText.ReadAsync(silent, "the test", firstByteLimit: null, stop.Token);
        await silent.Waiting.WaitAsync(Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Token));
    }

    // Gives at most so many bytes at a time.
    private sealed class DripStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }

    // Gives its bytes, then blocks its reader as an open pipe does, until it is ended.
    private sealed class NeverStream(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when all bytes are read and more is waited for.</summary>
        public Task Waiting => _waiting.Task;

        public void End() => _ended.TrySetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, CancellationToken.None);
            if (count == 0)
            {
                _waiting.TrySetResult();
                await _ended.Task;
            }

            return count;
        }

        protected override void Dispose(bool disposing)
        {
            End();
            base.Dispose(disposing);
        }
    }
}
