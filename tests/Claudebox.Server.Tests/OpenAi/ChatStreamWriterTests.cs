using System.IO.Pipelines;
using Claudebox.Server.OpenAi;
using Microsoft.AspNetCore.Http;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Comments against silence, on a clock that the test moves.</summary>
public sealed class ChatStreamWriterTests : IAsyncLifetime
{
    private const string Text =
        """{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}},"parent_tool_use_id":null}""";

    private const string Unseen = """{"type":"system","subtype":"status","status":"requesting"}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestClock _clock = new();
    private readonly LedgerRun _run = new();
    private readonly Pipe _pipe = new();
    private readonly StreamReader _heard;
    private readonly Task _writing;

    public ChatStreamWriterTests()
    {
        _heard = new StreamReader(_pipe.Reader.AsStream());
        var context = new DefaultHttpContext();
        context.Response.Body = _pipe.Writer.AsStream();
        var chat = new ChatRequest { Model = "sonnet", Messages = [] };
        _writing = new ChatStreamWriter(context, _run.Ledger, _run.Run, chat, new ChatJson("id", 0, "sonnet"), _clock).WriteAsync();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _run.Complete();
        await _writing.WaitAsync(Limit);
        _heard.Dispose();
        await _run.DisposeAsync();
    }

    [Fact]
    public async Task Fifteen_seconds_of_silence_are_filled_with_a_comment_and_so_are_the_next()
    {
        await _clock.WaitForTimerAsync(1);
        _clock.Advance(14 * Second);
        Assert.Equal(1, _clock.Timers);
        _clock.Advance(Second);

        Assert.StartsWith("data: {", await HearAsync(), StringComparison.Ordinal);
        Assert.Equal(": ", await HearAsync());
        await _clock.WaitForTimerAsync(2);
        _clock.Advance(15 * Second);
        Assert.Equal(": ", await HearAsync());
    }

    [Fact]
    public async Task A_text_begins_the_silence_anew()
    {
        await _clock.WaitForTimerAsync(1);
        _clock.Advance(10 * Second);
        _run.Append(Text);
        await HearAsync();
        Assert.Contains("hello", await HearAsync(), StringComparison.Ordinal);
        await _clock.WaitForTimerAsync(2);
        _clock.Advance(10 * Second);
        _run.Append(Text);

        Assert.Contains("hello", await HearAsync(), StringComparison.Ordinal);
        await _clock.WaitForTimerAsync(3);
        _clock.Advance(15 * Second);
        Assert.Equal(": ", await HearAsync());
    }

    [Fact]
    public async Task What_the_client_is_not_told_of_is_silence()
    {
        await _clock.WaitForTimerAsync(1);
        _clock.Advance(10 * Second);
        _run.Append(Unseen);
        await _clock.WaitForTimerAsync(2);
        _clock.Advance(5 * Second);

        await HearAsync();
        Assert.Equal(": ", await HearAsync());
    }

    [Fact]
    public async Task Waiting_leaves_no_timers_behind()
    {
        for (var i = 1; i <= 20; i++)
        {
            await _clock.WaitForTimerAsync(i);
            _run.Append(Unseen);
        }

        await _clock.WaitForTimerAsync(21);
        Assert.Equal(1, _clock.Timers);
        _run.Complete();
        await _writing.WaitAsync(Limit);
        Assert.Equal(0, _clock.Timers);
    }

    // The next line that is not empty.
    private async Task<string> HearAsync()
    {
        while (true)
        {
            if (await _heard.ReadLineAsync().WaitAsync(Limit) is { Length: > 0 } line)
            {
                return line;
            }
        }
    }
}
