using System.Threading.Channels;
using Claudebox.Server.Mcp;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Signs of life, on a clock that the test moves.</summary>
public sealed class RunFollowerTests : IAsyncLifetime
{
    private const string Step =
        """{"type":"assistant","message":{"model":"m","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"make"}}]},"parent_tool_use_id":null}""";

    private const string Unseen = """{"type":"system","subtype":"status","status":"requesting"}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestClock _clock = new();
    private readonly LedgerRun _run = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly Channel<ProgressNotificationValue> _told = Channel.CreateUnbounded<ProgressNotificationValue>();
    private readonly Task _following;

    public RunFollowerTests()
    {
        var sender = new RunProgressSender((value, cancel) => _told.Writer.WriteAsync(value, cancel).AsTask(), _clock, NullLogger.Instance);
        _following = new RunFollower(_run.Ledger, _clock, NullLogger<RunFollower>.Instance).FollowAsync(_run.Run, sender, _cancel.Token);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _run.Complete();
        await _following.WaitAsync(Limit).ContinueWith(static _ => { }, TaskScheduler.Default);
        _cancel.Dispose();
        await _run.DisposeAsync();
    }

    [Fact]
    public async Task A_step_that_takes_long_is_told_again_every_ten_seconds()
    {
        Assert.Equal((1, "Run a-run in /somewhere"), await HearAsync());
        await _clock.WaitForTimerAsync(1);
        _clock.Advance(4 * Second);
        _run.Append(Step);

        Assert.Equal((2, "Bash: make"), await HearAsync());
        await _clock.WaitForTimerAsync(2);
        _clock.Advance(9 * Second);
        Assert.Equal(1, _clock.Timers);
        _clock.Advance(Second);
        Assert.Equal((3, "Bash: make (10 s)"), await HearAsync());
        await _clock.WaitForTimerAsync(3);
        _clock.Advance(10 * Second);
        Assert.Equal((4, "Bash: make (20 s)"), await HearAsync());
    }

    [Fact]
    public async Task What_is_not_told_is_silence()
    {
        await HearAsync();
        await _clock.WaitForTimerAsync(1);
        _clock.Advance(6 * Second);
        _run.Append(Unseen);
        await _clock.WaitForTimerAsync(2);
        _clock.Advance(4 * Second);

        Assert.Equal((2, "Run a-run in /somewhere (10 s)"), await HearAsync());
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
        await _following.WaitAsync(Limit);
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task Who_wants_to_hear_no_more_is_let_go_at_once()
    {
        await _clock.WaitForTimerAsync(1);

        await _cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _following.WaitAsync(Limit));
        Assert.Equal(0, _clock.Timers);
    }

    private async Task<(int Value, string? Message)> HearAsync()
    {
        var value = await _told.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        return ((int)value.Progress, value.Message);
    }
}
