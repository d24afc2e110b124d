using System.Net;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>What a run owes to the connections of its clients. A double stands in for Claude Code.</summary>
public sealed class ApiLifelineTests
{
    private const string Script = """
        read -r prompt
        echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
        until [[ -e go ]]; do sleep 0.02; done
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"done"}'
        """;

    private static readonly (string, string)[] Headers = [("Idempotency-Key", "shared"), ("Accept", "text/event-stream")];

    [Fact]
    public async Task A_run_with_two_clients_goes_on_without_the_first_and_ends_with_the_last()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        Directory.CreateDirectory(Path.Combine(host.Root, "other"));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "other", "go"), "");
        var older = await client.OpenAsync(HttpMethod.Post, "/run", ApiClient.Request("x", "held"), Headers);
        var newer = await client.OpenAsync(HttpMethod.Post, "/run", ApiClient.Request("x", "held"), Headers);

        older.Dispose();
        for (var i = 0; i < 5; i++)
        {
            // The server has long noticed when it has done other things meanwhile.
            Assert.Equal(HttpStatusCode.OK, (await client.RunAsync("x", "other")).Status);
        }

        Assert.Equal("running", (await client.GetAsync("/run/result?runId=shared")).Text("status"));
        newer.Dispose();
        Assert.Equal("cancelled", (await client.WaitForResultAsync("shared")).Text("status"));
    }

    [Fact]
    public async Task A_run_whose_end_cannot_be_written_keeps_its_outcome_until_it_can()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        var id = await client.SubmitAsync("x", "full");
        var folder = Path.Combine(host.Server.Data, "claudebox", "runs", id);
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            // What is written of the run before its end is written when the model is.
            while (!(await File.ReadAllTextAsync(Path.Combine(folder, "run.json"), limit.Token)).Contains("\"model\":\"m\"", StringComparison.Ordinal))
            {
                await Task.Delay(20, limit.Token);
            }
        }

        // Where a directory is, no file can be written, whoever tries: what a full disk does, without one.
        File.Delete(Path.Combine(folder, "run.json"));
        Directory.CreateDirectory(Path.Combine(folder, "run.json"));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "full", "go"), "");
        var full = await client.WaitForResultAsync(id);
        Directory.Delete(Path.Combine(folder, "run.json"));
        var written = await client.WaitForResultAsync(id);

        // Who asks once the run has left the memory makes the server write it.
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/run/result?runId=" + id)).Text("result") == "done" && File.Exists(Path.Combine(folder, "run.json")), "the outcome is written");
        await host.Server.KillAsync();
        await host.Server.RestartAsync();
        using var after = host.Connect();

        Assert.Equal("done", full.Text("result"));
        Assert.Equal("done", written.Text("result"));
        Assert.Equal("done", (await after.GetAsync("/run/result?runId=" + id)).Text("result"));
    }
}
