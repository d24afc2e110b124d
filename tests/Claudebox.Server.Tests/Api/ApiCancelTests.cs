using System.Net;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>What ends a run over TCP, and everything it started.</summary>
public sealed class ApiCancelTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_client_that_drops_its_connection_ends_its_run_and_all_its_processes()
    {
        var marker = $"{Random.Shared.Next(1_000_000, 9_999_999)}.5";
        var prompt = new ScenarioWord("bash").With("command", $"sleep {marker} & sleep {marker}").ToString();
        var client = _host.Connect();
        var post = client.RunAsync(ApiClient.Request(prompt, "dropped"), ("Idempotency-Key", "dropped-run"));
        await ProcessTable.WaitUntilPresentAsync(marker, Limit);

        client.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => post);
        var result = await _client.WaitForResultAsync("dropped-run");

        Assert.Equal("cancelled", result.Text("status"));
        Assert.Empty(ProcessTable.With(marker));
        Assert.Equal(1, _host.Model.Count(r => r.IsMain && r.PromptText.Contains(marker, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await _client.RunAsync("[sim:text]", "dropped")).Status);
    }

    [Fact]
    public async Task Cancel_of_a_default_run_ends_it_with_one_start_of_Claude_Code_in_all()
    {
        var marker = $"{Random.Shared.Next(1_000_000, 9_999_999)}.25";
        var post = _client.RunAsync(
            ApiClient.Request(new ScenarioWord("bash").With("command", $"setsid sleep {marker} & sleep {marker}").ToString(), "cancelled"),
            ("Idempotency-Key", "cancelled-run"));
        await ProcessTable.WaitUntilPresentAsync(marker, Limit);

        var cancel = await _client.PostAsync("/run/cancel?runId=cancelled-run");
        var answer = await post;
        var result = await _client.GetAsync("/run/result?runId=cancelled-run");

        Assert.Equal(("ok", "cancelled-run"), (cancel.Text("status"), cancel.Text("runId")));
        Assert.Equal(Path.Combine(_host.Root, "cancelled"), cancel.Text("workspace"));
        Assert.Equal((HttpStatusCode.Conflict, "RunCancelled"), (answer.Status, answer.Text("code")));
        Assert.Equal("cancelled", result.Text("status"));
        Assert.Empty(ProcessTable.With(marker));
        Assert.Equal(1, _host.Model.Count(r => r.IsMain && r.PromptText.Contains(marker, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await _client.RunAsync("[sim:text]", "cancelled")).Status);
    }

    [Fact]
    public async Task Cancel_of_a_finished_run_changes_neither_it_nor_a_newer_one()
    {
        var finished = await _client.RunAsync("[sim:text text=intact]", "finished");
        var newer = await _client.SubmitAsync("[sim:text text=newer gate=newer]", "finished");

        var cancel = await _client.PostAsync("/run/cancel?runId=" + finished.Text("runId"));
        _host.Model.OpenGate("newer");

        Assert.Equal(("ok", "completed"), (cancel.Text("status"), cancel.Text("runStatus")));
        Assert.Equal("newer", (await _client.WaitForResultAsync(newer)).Text("result"));
        Assert.Equal("intact", (await _client.GetAsync("/run/result?runId=" + finished.Text("runId"))).Text("result"));
    }

    [Fact]
    public async Task Cancel_by_workspace_ends_what_runs_there_and_says_when_nothing_does()
    {
        var id = await _client.SubmitAsync("[sim:stall]", "by/workspace");
        var waiting = await _client.SubmitAsync("[sim:text]", "by/workspace", ("wait", true));

        var cancel = await _client.PostAsync("/run/cancel?workspace=by/workspace");
        var nothing = await _client.PostAsync("/run/cancel?workspace=by/workspace");
        var unknown = await _client.PostAsync("/run/cancel?runId=unknown");

        Assert.Equal("ok", cancel.Text("status"));
        Assert.Equal(["cancelled", "cancelled"], [(await _client.WaitForResultAsync(id)).Text("status"), (await _client.WaitForResultAsync(waiting)).Text("status")]);
        Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
        Assert.StartsWith("no running process for workspace", nothing.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/run/result?runId=unknown")).Status);
    }
}
