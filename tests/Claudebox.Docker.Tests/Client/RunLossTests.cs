using Claudebox.Json;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Client;

/// <summary>Connections that are lost: a prompt is sent once, whatever happens.</summary>
public sealed class RunLossTests
{
    private const string Id = "r1";
    private static readonly RunRequest Request = new() { Prompt = "hello" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_goes_on_where_the_connection_was_lost()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = async context =>
        {
            await FakeServer.SendEventsAsync(context, (1, "one"), (2, "two"));
            await FakeServer.ForeverAsync(context);
        };
        server.OnGetRun = context => FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Running));
        server.OnEvents = async context =>
        {
            await FakeServer.SendEventsAsync(context, (2, "two"), (3, "three"));
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Completed));
        };
        await using var client = server.Client();
        var sequences = new List<long>();
        await foreach (var update in client.RunAsync(Request, Id, Token))
        {
            sequences.Add(update.Sequence);
            if (update.Sequence == 2)
            {
                server.DropConnections();
            }
        }

        Assert.Equal([1, 2, 3, 0], sequences);
        Assert.Single(server.Submissions);
        Assert.Equal(["POST /run?raw=1", "GET /runs/r1", "GET /runs/r1/events?after=2&raw=1"], server.Requests);
    }

    [Fact]
    public async Task A_prompt_that_a_stopping_server_turns_away_is_submitted_again_when_it_has_been_started_again()
    {
        await using var server = await FakeServer.StartAsync();
        var looks = 0;
        server.OnRun = context => server.Submissions.Count == 1
            ? FakeServer.SendProblemAsync(context, new ProblemDocument { Status = 503, Code = FailureCode.ServerUnavailable, Detail = "It stops." })
            : FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Completed));
        server.OnOther = context => FakeServer.SendHealthAsync(context, ++looks < 3 ? ServerHealth.Stopping : ServerHealth.Ok);
        await using var client = server.Client();

        var updates = new List<RunUpdate>();
        await foreach (var update in client.RunAsync(Request, Id, Token))
        {
            updates.Add(update);
        }

        Assert.Equal(RunStatus.Completed, Assert.Single(updates).Record?.Status);
        Assert.Equal([Id, Id], server.Submissions.Select(submission => submission.Key));
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task A_connection_lost_right_after_submission_leads_to_the_run_and_not_to_a_second_one()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = async context =>
        {
            server.DropConnections();
            await FakeServer.ForeverAsync(context);
        };
        server.OnGetRun = context => FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Cancelled));
        server.OnEvents = async context =>
        {
            await FakeServer.SendEventsAsync(context, (1, "one"));
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Cancelled));
        };
        await using var client = server.Client();
        var updates = await client.RunAsync(Request with { IncludePartialMessages = true }, Id, Token).ToListAsync(Token);
        Assert.Equal(RunStatus.Cancelled, updates[^1].Record!.Status);
        Assert.Single(server.Submissions);
        Assert.Contains("GET /runs/r1/events?after=0&raw=1&partial=1", server.Requests);
    }

    [Fact]
    public async Task A_request_that_did_not_arrive_is_not_sent_again()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = async context =>
        {
            server.DropConnections();
            await FakeServer.ForeverAsync(context);
        };
        await using var client = server.Client();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => client.RunAsync(Request, Id, Token).ToListAsync(Token).AsTask());
        Assert.Equal(FailureCode.ConnectionLost, exception.Code);
        Assert.Contains("not sent again", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Submissions);
        Assert.DoesNotContain(server.Requests, request => request.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_final_state_is_a_loss()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = context => FakeServer.SendEventsAsync(context, (1, "one"));
        server.OnGetRun = context => FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Running));
        server.OnEvents = context => FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Interrupted));
        await using var client = server.Client();
        var updates = await client.RunAsync(Request, Id, Token).ToListAsync(Token);
        Assert.Equal(RunStatus.Interrupted, updates[^1].Record!.Status);
        Assert.Single(server.Submissions);
    }

    [Fact]
    public async Task A_server_that_loses_every_stream_is_given_up()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = context => FakeServer.SendEventsAsync(context, (1, "one"));
        server.OnGetRun = context => FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Running));
        server.OnEvents = async context =>
        {
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Running));
            await FakeServer.SendEventsAsync(context, (1, "one"));
        };
        await using var client = server.Client();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => client.RunAsync(Request, Id, Token).ToListAsync(Token).AsTask());
        Assert.Equal(FailureCode.ConnectionLost, exception.Code);
        Assert.Single(server.Submissions);
    }

    [Fact]
    public async Task Why_no_new_connection_can_be_made_is_told()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = async context =>
        {
            await FakeServer.SendEventsAsync(context, (1, "one"));
            await FakeServer.ForeverAsync(context);
        };
        await using var client = server.Client();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(async () =>
        {
            await foreach (var update in client.RunAsync(Request, Id, Token))
            {
                server.ConnectFailure = () => new ClaudeboxException(FailureCode.DockerUnavailable, "The engine is gone.");
                server.DropConnections();
            }
        });
        Assert.Equal(FailureCode.DockerUnavailable, exception.Code);
        Assert.Contains("The engine is gone.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("not sent again", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Submissions);
    }

    [Fact]
    public async Task A_container_that_crashed_is_told_with_its_log()
    {
        await using var server = await FakeServer.StartAsync();
        server.ConnectFailure = () => new ContainerStoppedException("id", "exited", 137, "last words");
        await using var client = server.Client();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => client.GetRunAsync(Id, Token));
        Assert.Equal(FailureCode.ContainerFailed, exception.Code);
        Assert.Contains("137", exception.Message, StringComparison.Ordinal);
        Assert.Contains("last words", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_request_makes_a_new_connection()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnGetRun = context => FakeServer.SendRecordAsync(context, FakeServer.Record(Id, RunStatus.Completed));
        await using var client = server.Client();
        await client.GetRunAsync(Id, Token);
        server.DropConnections();

        // The client may notice the loss before or during the next request; the one after that must succeed.
        try
        {
            await client.GetRunAsync(Id, Token);
        }
        catch (ClaudeboxException exception)
        {
            Assert.Equal(FailureCode.ConnectionLost, exception.Code);
        }

        await client.GetRunAsync(Id, Token);
        Assert.Equal(2, server.ConnectionCount);
    }
}
