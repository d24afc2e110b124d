using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>Starting, stopping and dying.</summary>
public sealed class ApiLifecycleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task After_a_restart_finished_results_are_there_and_running_ones_are_interrupted()
    {
        await using var host = await ApiHost.StartAsync();
        using var before = host.Connect();
        var finished = await before.RunAsync("[sim:text text=kept]", "restart");
        var running = await before.SubmitAsync("[sim:stall]", "restart");
        await host.Model.WaitForRequestAsync(r => r.PromptText.Contains("sim:stall", StringComparison.Ordinal), Limit);
        await host.Server.KillAsync();
        await host.Server.RestartAsync();
        using var client = host.Connect();

        Assert.Equal("kept", (await client.GetAsync("/run/result?runId=" + finished.Text("runId"))).Text("result"));
        var interrupted = await client.GetAsync("/run/result?runId=" + running);
        Assert.Equal(("interrupted", "RunInterrupted"), (interrupted.Text("status"), interrupted.Text("code")));
        Assert.Equal("next", (await client.RunAsync("[sim:text text=next]", "restart")).Text("result"));
    }

    [Fact]
    public async Task A_stopping_server_lets_runs_end_turns_new_ones_away_and_cancels_queued_ones()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDEBOX_MODE_API_DRAIN_SECONDS", "60"));
        using var client = host.Connect();
        var post = client.RunAsync("[sim:text text=drained gate=drain]", "drain");
        await host.Model.WaitForRequestAsync(r => r.PromptText.Contains("gate=drain", StringComparison.Ordinal), Limit);
        var queued = await client.SubmitAsync("[sim:text]", "drain", ("wait", true));

        host.Server.Terminate();
        var late = await UntilRefusedAsync(client);
        var ready = await client.GetAsync("/ready");
        host.Model.OpenGate("drain");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.Status);
        Assert.NotNull(late.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal("drained", (await post).Text("result"));
        Assert.Equal(0, await host.Server.WaitForExitAsync());
        await host.Server.RestartAsync();
        using var after = host.Connect();
        Assert.Equal("cancelled", (await after.GetAsync("/run/result?runId=" + queued)).Text("status"));
    }

    [Fact]
    public async Task A_run_that_does_not_end_in_time_is_cancelled_and_its_client_is_told()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDEBOX_MODE_API_DRAIN_SECONDS", "1"));
        using var client = host.Connect();
        var marker = $"{Random.Shared.Next(1_000_000, 9_999_999)}.75";
        var post = client.RunAsync(new ScenarioWord("bash").With("command", $"sleep {marker}").ToString(), "endless");
        await ProcessTable.WaitUntilPresentAsync(marker, Limit);

        host.Server.Terminate();

        Assert.Equal("RunCancelled", (await post).Text("code"));
        Assert.Equal(0, await host.Server.WaitForExitAsync());
        Assert.Empty(ProcessTable.With(marker));
    }

    [Fact]
    public async Task Readiness_knows_a_missing_Claude_Code_and_health_does_not_mind()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDEBOX_CLAUDE_PATH", "/nowhere/claude"));
        using var client = host.Connect();

        var ready = await client.GetAsync("/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Contains("Claude Code", ready.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).Status);
        Assert.Equal("ClaudeMissing", (await client.RunAsync("x", "missing")).Text("code"));
    }

    [Fact]
    public async Task Runs_of_other_containers_on_the_data_directory_are_nobodys_business()
    {
        await using var host = await ApiHost.StartAsync((_, data) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(data, "claudebox", "runs", "foreign")).FullName;
            File.WriteAllText(
                Path.Combine(folder, "run.json"),
                """{"runId":"foreign","status":"completed","workspace":"/home/someone/secret","origin":"prog","promptPreview":"private","submittedAt":"2030-01-01T00:00:00Z"}""");
            File.WriteAllText(Path.Combine(folder, "events.ndjson"), "");
        });
        using var client = host.Connect();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/runs/foreign")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/run/result?runId=foreign")).Status);
        Assert.Equal("[]", (await client.GetAsync("/runs")).BodyText);
        Assert.Equal("foreign", Assert.Single(await host.Server.Client.ListRunsAsync()).RunId);
    }

    [Fact]
    public async Task A_run_of_another_directory_at_the_same_path_is_nobodys_business_either()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Connect();
        var request = ApiClient.Request("[sim:text text=theirs]", "same");
        await client.RunAsync(request, ("Idempotency-Key", "taken"));
        var record = Path.Combine(host.Server.Data, "claudebox", "runs", "taken", "run.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(record))!;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/runs/taken")).Status);

        // As a container writes it that has another directory of the host there.
        json["workspaceKey"] = "0123456789012345678901234567890123456789";
        await File.WriteAllTextAsync(record, json.ToJsonString());
        var again = await client.RunAsync(request, ("Idempotency-Key", "taken"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.DoesNotContain("theirs", again.BodyText, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/runs/taken")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/run/result?runId=taken")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/run/cancel?runId=taken")).Status);
        Assert.Equal("[]", (await client.GetAsync("/runs")).BodyText);
    }

    private static async Task<ApiAnswer> UntilRefusedAsync(ApiClient client)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var answer = await client.RunAsync("[sim:text]", "late");
            if (answer.Status != HttpStatusCode.OK)
            {
                return answer;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
