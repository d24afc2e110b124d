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

    // A run whose command has a child in a session of its own, and does not end.
    private async Task<EndlessCall> BeginEndlessRunAsync(McpClient client)
    {
        var marker = Random.Shared.Next(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);
        var prompt = new ScenarioWord("bash").With("command", $"(setsid sleep {marker}.1 &); sleep {marker}.2").ToString();
        var id = new RequestId("call-" + marker);
        var cancel = new CancellationTokenSource();
        var request = new JsonRpcRequest
        {
            Id = id,
            Method = RequestMethods.ToolsCall,
            Params = new JsonObject
            {
                ["name"] = "claude_run",
                ["arguments"] = new JsonObject { ["prompt"] = prompt, ["workspace"] = Folder },
            },
        };
        var response = client.SendRequestAsync(request, cancel.Token);
        await ProcessTable.WaitUntilPresentAsync($"{marker}.1", Limit);
        await ProcessTable.WaitUntilPresentAsync($"{marker}.2", Limit);
        return new EndlessCall(id, response, cancel, marker);
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

    private sealed record EndlessCall(RequestId Id, Task<JsonRpcResponse> Response, CancellationTokenSource Client, string Marker);
}
