using System.Net;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>Results that are asked for later, and clients that do not wait for them.</summary>
public sealed class ApiResultTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_asynchronous_run_answers_before_the_model_does_and_its_result_stays()
    {
        var answer = await _client.RunAsync("[sim:text text=later gate=later]", "async", ("async", true));
        var id = answer.Text("runId");
        var status = (await _client.GetAsync("/status")).Json;
        var running = (await _client.GetAsync("/run/result?runId=" + id)).Json;
        _host.Model.OpenGate("later");
        var result = await _client.WaitForResultAsync(id);
        var again = await _client.GetAsync("/run/result?run_id=" + id);

        Assert.Equal("running", answer.Text("status"));
        Assert.Equal(Path.Combine(_host.Root, "async"), answer.Text("workspace"));
        Assert.Equal("/runs/" + id, answer.Headers.Location!.OriginalString);
        Assert.Contains(Path.Combine(_host.Root, "async"), status["busyWorkspaces"]!.AsArray().Select(w => w!.GetValue<string>()));
        Assert.Contains(status["runs"]!.AsArray(), r => r!["runId"]!.GetValue<string>() == id && r["status"]!.GetValue<string>() == "running");
        Assert.Equal(["runId", "workspace", "status"], running.Select(m => m.Key));
        Assert.Equal("running", running["status"]!.GetValue<string>());
        Assert.Equal("later", result.Text("result"));
        Assert.Equal((id, answer.Text("workspace")), (result.Text("runId"), result.Text("workspace")));
        Assert.False(result.Json.ContainsKey("status"));
        Assert.Equal(result.Body, again.Body);
        Assert.DoesNotContain((await _client.GetAsync("/status")).Json["runs"]!.AsArray(), r => r!["runId"]!.GetValue<string>() == id);
    }

    [Fact]
    public async Task A_result_keeps_the_format_that_was_asked_for()
    {
        var id = await _client.SubmitAsync("[sim:bash command=\"echo hi\"]", "verbose", ("output_format", "json-verbose"));

        var result = await _client.WaitForResultAsync(id);

        Assert.Equal(3, result.Json["turns"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_a_result_is_read_loses_nothing()
    {
        var id = await _client.SubmitAsync("[sim:big size=4MB]", "broken-read");
        await _client.WaitForResultAsync(id);
        using (var half = await _client.OpenAsync(HttpMethod.Get, "/run/result?runId=" + id))
        {
            var buffer = new byte[1000];
            await (await half.Content.ReadAsStreamAsync()).ReadExactlyAsync(buffer);
        }

        var whole = await _client.GetAsync("/run/result?runId=" + id);

        Assert.Equal(DeterministicText.Sha256(4 * 1024 * 1024), DeterministicText.Sha256(whole.Text("result")));
    }

    [Fact]
    public async Task Who_fires_and_forgets_learns_the_id_first_and_finds_the_result_by_it()
    {
        string id;
        using (var response = await _client.OpenAsync(
            HttpMethod.Post, "/run", ApiClient.Request("[sim:text text=kept gate=forgotten]", "forgotten", ("fireAndForget", true))))
        {
            id = response.Headers.GetValues("X-Run-Id").Single();
            Assert.Equal("running", (await _client.GetAsync("/run/result?runId=" + id)).Text("status"));
        }

        _host.Model.OpenGate("forgotten");

        Assert.Equal("kept", (await _client.WaitForResultAsync(id)).Text("result"));
    }

    [Fact]
    public async Task Who_fires_and_stays_gets_the_result_or_the_problem()
    {
        var good = await _client.RunAsync("[sim:text text=stayed]", "stayed", ("fire_and_forget", true));
        var bad = await _client.RunAsync("[sim:error status=401]", "stayed", ("fire_and_forget", true));

        Assert.Equal("stayed", good.Text("result"));
        Assert.Equal("AuthenticationFailed", bad.Text("code"));
        Assert.Equal(502, bad.Json["status"]!.GetValue<int>());
    }
}
