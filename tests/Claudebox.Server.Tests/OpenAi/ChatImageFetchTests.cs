using System.Net;
using Claudebox.Runs;
using Claudebox.Server.OpenAi;
using Claudebox.Server.OpenAi.Images;
using Claudebox.Testing;
using Microsoft.AspNetCore.Http;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Several images by URL in one request: together they have one time and one size.</summary>
public sealed class ChatImageFetchTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestClock _clock = new();
    private readonly ImageNetworkDouble _network = new ImageNetworkDouble().With("images.example.com", ["93.184.215.14"]);
    private readonly ImageFetcher _fetcher;
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private int _most;

    public ChatImageFetchTests() => _fetcher = new ImageFetcher(_network);

    public async ValueTask InitializeAsync() => await _network.ServeAsync(AnswerAsync);

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        _fetcher.Dispose();
        await _network.DisposeAsync();
    }

    [Fact]
    public async Task A_few_are_fetched_at_a_time_and_all_come_to_their_places()
    {
        var parts = Parts([.. Enumerable.Range(0, 10).Select(i => $"gate/{i}")]);

        var loading = LoadAsync(parts);
        await OpenAsync(ChatImages.MostAtOnce);
        _gate.SetResult();
        var loaded = await loading.WaitAsync(Patience);

        Assert.Equal(ChatImages.MostAtOnce, _most);
        Assert.Equal(parts.Select((_, i) => (byte)i), parts.Select(part => Convert.FromBase64String(loaded[part].Data!)[^1]));
    }

    [Fact]
    public async Task After_a_minute_in_all_the_request_is_refused_and_nothing_is_fetched_any_more()
    {
        var loading = LoadAsync(Parts("never", "never"));
        await OpenAsync(2);

        _clock.Advance(ChatImages.Limit);

        AssertRefused("messages[0].content[0].image_url", "60 s", await Assert.ThrowsAsync<ClaudeboxException>(() => loading.WaitAsync(Patience)));
        await OpenAsync(0);
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_fetching()
    {
        using var leave = new CancellationTokenSource();
        var loading = LoadAsync(Parts("never", "never"), leave.Token);
        await OpenAsync(2);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(Patience));
        await OpenAsync(0);
    }

    [Fact]
    public async Task One_that_cannot_be_had_ends_the_others()
    {
        var refusal = await Assert.ThrowsAsync<ClaudeboxException>(() => LoadAsync(Parts("never", "missing")).WaitAsync(Patience));

        AssertRefused("messages[0].content[1].image_url", "404", refusal);
        await OpenAsync(0);
    }

    [Fact]
    public async Task Those_that_are_just_being_fetched_count_for_the_size_of_all()
    {
        var refusal = await Assert.ThrowsAsync<ClaudeboxException>(() => LoadAsync(Parts("large", "large", "large")).WaitAsync(Patience));

        Assert.Contains("all images together", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_may_be_fetched_are_refused_before_any_is()
    {
        var refusal = await Assert.ThrowsAsync<ClaudeboxException>(() => LoadAsync(Parts([.. Enumerable.Repeat("gate/0", 21)])));

        AssertRefused("messages[0].content[20].image_url", "one too many", refusal);
        Assert.Empty(_network.Connections);
    }

    private static ChatPart[] Parts(params string[] paths) =>
        [.. paths.Select((path, i) => new ChatPart(null, "http://images.example.com/" + path, FormattableString.Invariant($"messages[0].content[{i}].image_url")))];

    private Task<IReadOnlyDictionary<ChatPart, PromptBlock>> LoadAsync(ChatPart[] parts, CancellationToken cancellationToken = default) =>
        new ChatImages(_fetcher, _clock).LoadAsync([new ChatMessage(ChatRole.User, parts)], cancellationToken);

    private Task OpenAsync(int count) =>
        Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _open) == count), FormattableString.Invariant($"{count} are being fetched"));

    private static void AssertRefused(string field, string expected, ClaudeboxException refusal)
    {
        Assert.Equal(field, Assert.Single(refusal.Failure.Fields!).Key);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var open = Interlocked.Increment(ref _open);
        InterlockedMax(ref _most, open);
        try
        {
            switch (context.Request.Path.Value!.Split('/')[1])
            {
                case "gate":
                    await _gate.Task;
                    await context.Response.Body.WriteAsync((byte[])[.. Png, byte.Parse(context.Request.Path.Value.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture)]);
                    break;
                case "large":
                    await context.Response.Body.WriteAsync((byte[])[.. Png, .. new byte[8 * 1024 * 1024]], context.RequestAborted);
                    break;
                case "never":
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                    break;
                default:
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The fetcher has gone.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); seen < value; seen = Volatile.Read(ref place))
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }
}
