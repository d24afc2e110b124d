using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Claudebox.Docker.Tests.Client;

/// <summary>However a caller goes away, the run is ended, and waited for.</summary>
public sealed class RunCancelTests
{
    private const string Id = "r1";
    private static readonly RunRequest Request = new() { Prompt = "hello" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancelling_asks_the_server_and_waits_until_the_run_is_final()
    {
        await using var server = await FakeServer.StartAsync();
        var isFinal = false;
        var isTorn = false;
        server.OnRun = context =>
        {
            context.RequestAborted.Register(() => isTorn = true);
            return StreamAsync(context);
        };
        server.OnCancel = async context =>
        {
            await Task.Delay(200, context.RequestAborted);
            isFinal = !isTorn;
            await FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Cancelled));
        };
        await using var client = server.Client();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.RunAsync(Request, Id, source.Token))
            {
                await source.CancelAsync();
            }
        });
        Assert.True(isFinal);
        Assert.Equal(["POST /run?raw=1", "POST /runs/r1/cancel"], server.Requests);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Leaving_the_enumeration_early_does_the_same()
    {
        await using var server = await FakeServer.StartAsync();
        var isFinal = false;
        server.OnRun = context => StreamAsync(context);
        server.OnCancel = async context =>
        {
            await Task.Delay(200, context.RequestAborted);
            isFinal = true;
            await FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Cancelled));
        };
        await using var client = server.Client();
        await foreach (var update in client.RunAsync(Request, Id, Token))
        {
            break;
        }

        Assert.True(isFinal);
    }

    [Fact]
    public async Task Cancelling_before_the_answer_began_reaches_the_run_too()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = FakeServer.ForeverAsync;
        server.OnCancel = context => FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Cancelled));
        await using var client = server.Client();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = client.RunAsync(Request, Id, source.Token).ToListAsync(CancellationToken.None).AsTask();
        await Eventually.TrueAsync(() => !server.Submissions.IsEmpty);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Contains("POST /runs/r1/cancel", server.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_the_cancelling_loses_the_connection_of_the_run()
    {
        await using var server = await FakeServer.StartAsync();
        var aborted = new TaskCompletionSource();
        server.OnRun = async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await StreamAsync(context);
        };
        server.OnCancel = FakeServer.ForeverAsync;
        await using var client = server.Client();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.RunAsync(Request, Id, source.Token))
            {
                await source.CancelAsync();
            }
        });
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_run_that_does_not_depend_on_its_caller_is_left_alone()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = context => StreamAsync(context);
        await using var client = server.Client();
        await foreach (var update in client.RunAsync(Request with { FireAndForget = true }, Id, Token))
        {
            break;
        }

        Assert.Equal(["POST /run?raw=1"], server.Requests);
    }

    [Fact]
    public async Task Nothing_is_sent_when_it_is_cancelled_before_it_begins()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = server.Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.RunAsync(Request, Id, new CancellationToken(canceled: true)).ToListAsync(CancellationToken.None).AsTask());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_final_run_is_not_cancelled()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = context => FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Failed));
        await using var client = server.Client();
        await foreach (var update in client.RunAsync(Request, Id, Token))
        {
            break;
        }

        Assert.Equal(["POST /run?raw=1"], server.Requests);
    }

    private static async Task StreamAsync(HttpContext context)
    {
        await FakeServer.SendEventsAsync(context, (1, "one"));
        await FakeServer.ForeverAsync(context);
    }
}
