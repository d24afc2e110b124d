using System.Text;
using Claudebox.Docker.Tests.Support;
using Claudebox.Json;
using Claudebox.Runs;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Claudebox.Docker.Tests.Client;

public sealed class ServerClientTests
{
    private const string Id = "r1";
    private static readonly RunRequest Request = new() { Prompt = "hello" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_gives_its_states_and_events_in_order_with_bytes_intact()
    {
        const string Line = """{"type":"assistant","text":"ü \u0000 \ud83d $(x) data: x"}""";
        await using var server = await FakeServer.StartAsync();
        server.OnRun = async context =>
        {
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Running));
            await FakeServer.SendEventsAsync(context, (1, Line), (2, "{}"));
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Completed));
        };
        await using var client = server.Client();
        var updates = await client.RunAsync(Request, Id, Token).ToListAsync(Token);
        Assert.Equal([0, 1, 2, 0], updates.Select(u => u.Sequence));
        Assert.Equal(Line, Encoding.UTF8.GetString(updates[1].Line.Span));
        Assert.Equal(RunStatus.Completed, updates[^1].Record!.Status);
        var (key, request, accept) = Assert.Single(server.Submissions);
        Assert.Equal((Id, "hello", "text/event-stream"), (key, request.Prompt, accept));
        Assert.Equal(["POST /run?raw=1"], server.Requests);
    }

    [Fact]
    public async Task Lines_and_prompts_may_be_very_long()
    {
        var line = "{\"x\":\"" + string.Concat(Enumerable.Repeat("0123456789abcdeü", 1_300_000)) + "\"}";
        await using var server = await FakeServer.StartAsync();
        server.OnRun = async context =>
        {
            await FakeServer.SendEventsAsync(context, (1, line), (2, "{}"));
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Completed));
        };
        await using var client = server.Client();
        var prompt = "--settings=\n'\"$(x)ü" + new string('p', 1 << 20);
        var updates = await client.RunAsync(Request with { Prompt = prompt }, Id, Token).ToListAsync(Token);
        Assert.True(updates[0].Line.Length > 20_000_000);
        Assert.Equal(line, Encoding.UTF8.GetString(updates[0].Line.Span));
        Assert.Equal(prompt, Assert.Single(server.Submissions).Request.Prompt);
    }

    [Fact]
    public async Task A_problem_is_the_failure_that_it_describes()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnRun = context => FakeServer.SendProblemAsync(context, new ProblemDocument
        {
            Status = 409,
            Code = FailureCode.WorkspaceBusy,
            Detail = "Busy.",
            RetryAfterSeconds = 7,
            Errors = new Dictionary<string, string> { ["workspace"] = "is busy" },
            StandardErrorTail = "tail",
        });
        await using var client = server.Client();
        var failure = (await Assert.ThrowsAsync<ClaudeboxException>(() => client.RunAsync(Request, Id, Token).ToListAsync(Token).AsTask())).Failure;
        Assert.Equal((FailureCode.WorkspaceBusy, "Busy.", 7, "is busy", "tail"),
            (failure.Code, failure.Message, failure.RetryAfterSeconds, failure.Fields!["workspace"], failure.StandardErrorTail));

        // A run that was not accepted is neither asked for nor cancelled.
        Assert.Equal(["POST /run?raw=1"], server.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_no_problem_document_is_quoted()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnOther = context =>
        {
            context.Response.StatusCode = 502;
            return context.Response.WriteAsync("<html>strange</html>");
        };
        await using var client = server.Client();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => client.HealthAsync(Token));
        Assert.Equal(FailureCode.InternalError, exception.Code);
        Assert.Contains("502", exception.Message, StringComparison.Ordinal);
        Assert.Contains("strange", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_request_is_not_sent()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = server.Client();
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => client.RunAsync(new RunRequest { Prompt = " " }, Id, Token).ToListAsync(Token).AsTask());
        Assert.Equal(FailureCode.InvalidRequest, exception.Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Many_runs_share_one_connection()
    {
        await using var server = await FakeServer.StartAsync();
        using var gate = new SemaphoreSlim(0);
        server.OnRun = async context =>
        {
            await FakeServer.SendEventsAsync(context, (1, "{}"));
            await gate.WaitAsync(context.RequestAborted);
            await FakeServer.SendStateAsync(context, FakeServer.Record(Id, RunStatus.Completed));
        };
        await using var client = server.Client();
        var runs = Enumerable.Range(0, 20).Select(i => client.RunAsync(Request, $"r{i}", Token).ToListAsync(Token).AsTask()).ToList();
        await Eventually.TrueAsync(() => server.Submissions.Count == runs.Count);

        gate.Release(runs.Count);
        await Task.WhenAll(runs);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Names_in_addresses_are_escaped()
    {
        await using var server = await FakeServer.StartAsync();
        server.OnOther = context => context.Response.WriteAsync(context.Request.Method == "GET" ? "[]" : """{"sessionIds":[]}""");
        await using var client = server.Client();
        await client.ListSessionsAsync("/a b/ü&x=1#$(y)", Token);
        await client.ClearSessionsAsync("/w", "chat:1", Token);
        await client.DeleteSessionAsync("../runs/x", "/w", Token);
        Assert.Equal(
            ["GET /sessions?workspace=%2Fa%20b%2F%C3%BC%26x%3D1%23%24%28y%29", "DELETE /sessions?workspace=%2Fw&origin=chat%3A1", "DELETE /sessions/..%2Fruns%2Fx?workspace=%2Fw"],
            server.Requests);
    }
}
