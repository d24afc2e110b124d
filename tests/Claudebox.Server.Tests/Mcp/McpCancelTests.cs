using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>What ends the run of a call: its client's cancellation, by whichever way the protocol has it.</summary>
public sealed class McpCancelTests(SharedApi shared) : McpTests(shared, "runs")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_cancel_notification_ends_the_run_and_everything_it_started()
    {
        var call = await BeginEndlessRunAsync(Client);

        await Client.SendNotificationAsync(
            NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = call.Id, Reason = "The user said so." });

        await AssertCancelledAsync(call);
    }

    [Fact]
    public async Task Without_sessions_to_close_the_connection_is_to_cancel()
    {
        await using var client = await McpClients.ConnectAsync(Host, McpClients.WithoutSessions);
        var call = await BeginEndlessRunAsync(client);

        await call.Client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Response);
        await AssertCancelledAsync(call);
    }

    [Fact]
    public async Task A_client_that_ends_its_session_ends_the_runs_of_its_calls()
    {
        await using var client = await McpClients.ConnectAsync(Host);
        var call = await BeginEndlessRunAsync(client);

        await client.DisposeAsync();

        await AssertCancelledAsync(call);
    }

    [Fact]
    public async Task A_run_that_two_calls_share_goes_on_without_the_first_and_ends_without_both()
    {
        await using var other = await McpClients.ConnectAsync(Host);
        var id = Guid.NewGuid().ToString("N");
        var first = await BeginEndlessRunAsync(Client, id);
        var progress = new ProgressLog();
        var second = other.CallToolAsync("claude_run", first.Arguments.ToDictionary(a => a.Key, a => (object?)a.Value), progress).AsTask();
        await progress.WaitForAsync(message => message.StartsWith("Run " + id, StringComparison.Ordinal));

        await Client.SendNotificationAsync(NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = first.Id });
        for (var i = 0; i < 5; i++)
        {
            // The server has long noticed when it has done other things meanwhile.
            await Client.CallAsync("list_files");
        }

        Assert.Equal("running", (await Client.CallAsync("get_run", ("run_id", id))).DataText("status"));
        Assert.NotEmpty(ProcessTable.With($"sleep {first.Marker}.1"));
        await other.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => second);
        await AssertCancelledAsync(first);
    }

    [Fact]
    public async Task A_call_that_will_come_back_keeps_its_run_when_another_one_is_cancelled()
    {
        await using var other = await McpClients.ConnectAsync(Host);
        var (id, gate) = (Guid.NewGuid().ToString("N"), "back-" + Folder);
        (string, object?)[] arguments = [("prompt", $"[sim:text text=kept gate={gate}]"), ("workspace", Folder), ("run_id", id)];
        await Client.CallAsync("claude_run", [.. arguments, ("wait_seconds", 0)]);
        var progress = new ProgressLog();
        var waiting = other.CallToolAsync("claude_run", arguments.ToDictionary(a => a.Item1, a => a.Item2), progress).AsTask();
        await progress.WaitForAsync(message => message.StartsWith("Run " + id, StringComparison.Ordinal));

        await other.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        Host.Model.OpenGate(gate);

        Assert.Equal("kept", (await Client.GetUntilFinalAsync(("run_id", id))).Text());
    }

    // A run whose command has a child in a session of its own, and does not end.
    private async Task<EndlessCall> BeginEndlessRunAsync(McpClient client, string runId = "")
    {
        var marker = Random.Shared.Next(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);
        var prompt = new ScenarioWord("bash").With("command", $"(setsid sleep {marker}.1 &); sleep {marker}.2").ToString();
        var id = new RequestId("call-" + marker);
        var cancel = new CancellationTokenSource();
        var arguments = new JsonObject { ["prompt"] = prompt, ["workspace"] = Folder, ["run_id"] = runId };
        var request = new JsonRpcRequest
        {
            Id = id,
            Method = RequestMethods.ToolsCall,
            Params = new JsonObject { ["name"] = "claude_run", ["arguments"] = arguments.DeepClone() },
        };
        var response = client.SendRequestAsync(request, cancel.Token);
        await ProcessTable.WaitUntilPresentAsync($"{marker}.1", Limit);
        await ProcessTable.WaitUntilPresentAsync($"{marker}.2", Limit);
        return new EndlessCall(id, arguments, response, cancel, marker);
    }

    private async Task AssertCancelledAsync(EndlessCall call)
    {
        var run = await Client.GetUntilFinalAsync(("workspace", Folder));
        call.Client.Dispose();

        Assert.Equal("cancelled", run.DataText("status"));
        Assert.Contains("cancelled", run.Error(), StringComparison.Ordinal);
        Assert.Empty(ProcessTable.With($"{call.Marker}."));
        Assert.Equal("free", (await Client.CallAsync("claude_run", ("prompt", "[sim:text text=free]"), ("workspace", Folder))).Text());
    }

    private sealed record EndlessCall(RequestId Id, JsonObject Arguments, Task<JsonRpcResponse> Response, CancellationTokenSource Client, string Marker);
}
