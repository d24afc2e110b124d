using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>Prompts over TCP, with the real CLI.</summary>
public sealed class ApiRunTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_prompt_gives_its_result_with_the_run_and_the_absolute_workspace()
    {
        var answer = await _client.RunAsync("[sim:text text=\"hello there\"]", "first");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("hello there", answer.Text("result"));
        Assert.Equal(Path.Combine(_host.Root, "first"), answer.Text("workspace"));
        Assert.Equal(answer.Headers.GetValues("X-Run-Id").Single(), answer.Text("runId"));
        Assert.DoesNotContain(answer.Json, member => member.Key.Contains('_', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_prompt_continues_and_each_workspace_has_a_conversation_of_its_own()
    {
        var first = await _client.RunAsync("[sim:text]", "talk");
        var second = await _client.RunAsync("[sim:text]", "talk");
        var elsewhere = await _client.RunAsync("[sim:text]", "talk-elsewhere");
        var resumed = await _client.RunAsync("[sim:text]", "talk-elsewhere", ("resume", elsewhere.Text("sessionId")));
        var fresh = await _client.RunAsync("[sim:text]", "talk", ("no_continue", true));

        Assert.Equal(first.Text("sessionId"), second.Text("sessionId"));
        Assert.NotEqual(first.Text("sessionId"), elsewhere.Text("sessionId"));
        Assert.Equal(elsewhere.Text("sessionId"), resumed.Text("sessionId"));
        Assert.NotEqual(first.Text("sessionId"), fresh.Text("sessionId"));
        var record = (await _client.GetAsync("/runs/" + first.Text("runId"))).Json;
        Assert.Equal("api", record["origin"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_answer_of_a_workspace_can_be_sent_back_as_a_workspace()
    {
        var first = await _client.RunAsync("[sim:text]", "and/back");

        var second = await _client.RunAsync(new JsonObject { ["prompt"] = "[sim:text]", ["workspace"] = first.Text("workspace") });
        var slash = await _client.RunAsync(new JsonObject { ["prompt"] = "[sim:text]", ["workspace"] = "/and/back" });

        Assert.Equal([first.Text("workspace"), first.Text("workspace")], [second.Text("workspace"), slash.Text("workspace")]);
    }

    [Fact]
    public async Task A_hundred_prompts_at_once_in_one_workspace_give_one_answer_and_99_refusals()
    {
        Directory.CreateDirectory(Path.Combine(_host.Root, "crowd"));
        var posts = Enumerable.Range(0, 100).Select(_ => _client.RunAsync("[sim:text text=chosen gate=crowd]", "crowd")).ToList();
        while (posts.Count(p => p.IsCompleted) < 99)
        {
            await Task.WhenAny(posts.Where(p => !p.IsCompleted)).WaitAsync(Limit);
        }

        _host.Model.OpenGate("crowd");
        var answers = await Task.WhenAll(posts);

        Assert.Equal("chosen", Assert.Single(answers, a => a.Status == HttpStatusCode.OK).Text("result"));
        Assert.Equal(99, answers.Count(a => a.Status == HttpStatusCode.Conflict && a.Text("code") == "WorkspaceBusy"));
        Assert.All(answers.Where(a => a.Status == HttpStatusCode.Conflict), a => Assert.Contains("busy", a.Text("detail"), StringComparison.Ordinal));
        Assert.Equal(1, _host.Model.Count(r => r.IsMain && r.PromptText.Contains("gate=crowd", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_is_turned_away_learns_the_run_and_nothing_of_the_host()
    {
        var id = await _client.SubmitAsync("[sim:text gate=taken]", "taken/here");

        var below = await _client.RunAsync("[sim:text]", "/taken/here/below");
        var above = await _client.RunAsync(new JsonObject { ["prompt"] = "[sim:text]" });
        _host.Model.OpenGate("taken");
        await _client.WaitForResultAsync(id);

        Assert.Equal($"The workspace /taken/here/below is busy: the run {id} holds it.", below.Text("detail"));
        Assert.Equal($"The workspace is busy: the run {id} holds it.", above.Text("detail"));
        Assert.DoesNotContain("(null)", _host.Server.Log, StringComparison.Ordinal);
        Assert.Contains($"Run {id} ended: Completed.", _host.Server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_nobody_has_is_refused_where_sessions_are_deleted()
    {
        var refused = await _client.DeleteAsync("/sessions?origin=nosuch");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "InvalidRequest"), (refused.Status, refused.Text("code")));
        Assert.StartsWith("origin must be interactive, prog, api, ", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_run_excludes_runs_in_every_workspace()
    {
        var id = await _client.SubmitAsync("[sim:text gate=root]", "/");

        var refused = await _client.RunAsync("[sim:text]", "below");
        _host.Model.OpenGate("root");
        await _client.WaitForResultAsync(id);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
    }

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

    [Fact]
    public async Task A_run_that_waits_tells_its_place_and_can_be_cancelled_there()
    {
        var first = await _client.SubmitAsync("[sim:text gate=place]", "place");
        var second = await _client.RunAsync(ApiClient.Request("[sim:text text=second]", "place", ("async", true)), ("Prefer", "wait"));
        var answer = await _client.RunAsync("[sim:text]", "place", ("wait", true), ("async", true));
        var third = answer.Text("runId");
        var status = (await _client.GetAsync("/status")).Json["runs"]!.AsArray().Single(r => r!["runId"]!.GetValue<string>() == third)!;

        var cancel = await _client.PostAsync("/run/cancel?runId=" + third);
        _host.Model.OpenGate("place");

        Assert.Equal("wait", second.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal(1, answer.Json["queuePosition"]!.GetValue<int>());
        Assert.Equal(("queued", 1), (status["status"]!.GetValue<string>(), status["queuePosition"]!.GetValue<int>()));
        Assert.Equal("cancelled", cancel.Text("runStatus"));
        Assert.Equal("second", (await _client.WaitForResultAsync(second.Text("runId"))).Text("result"));
        await _client.WaitForResultAsync(first);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_run()
    {
        var request = ApiClient.Request("[sim:text text=once wait=300]", "keyed");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _client.RunAsync(request, ("Idempotency-Key", "keyed"))));
        var other = await _client.RunAsync(ApiClient.Request("another", "keyed"), ("Idempotency-Key", "keyed"));
        var wrong = await _client.RunAsync(request, ("Idempotency-Key", "../keyed"));

        Assert.All(answers, a => Assert.Equal(("once", "keyed"), (a.Text("result"), a.Text("runId"))));
        Assert.Equal(1, _host.Model.Count(r => r.IsMain && r.PromptText.Contains("text=once", StringComparison.Ordinal)));
        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], [other.Status, wrong.Status]);
    }

    [Theory]
    [InlineData("[sim:error status=401]", HttpStatusCode.BadGateway, "AuthenticationFailed")]
    [InlineData("[sim:error status=429 retry-after=0]", HttpStatusCode.TooManyRequests, "RateLimited")]
    public async Task A_failure_of_the_model_is_no_success_and_keeps_Claudes_result(string prompt, HttpStatusCode status, string code)
    {
        var answer = await _client.RunAsync(prompt, "failing-" + code);
        var result = await _client.GetAsync("/run/result?runId=" + answer.Text("runId"));

        Assert.Equal((status, code), (answer.Status, answer.Text("code")));
        Assert.Equal("application/problem+json", answer.ContentHeaders.ContentType!.MediaType);
        Assert.True(answer.Json["result"]!["isError"]!.GetValue<bool>());
        Assert.Equal(("failed", code), (result.Text("status"), result.Text("code")));
        Assert.Equal(answer.Text("detail"), result.Text("error"));
        Assert.Equal(status == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter is not null);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("../../../tmp")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("missing")]
    [InlineData("way-out")]
    [InlineData("a-file")]
    public async Task A_workspace_that_is_not_there_or_leads_out_is_refused(string workspace)
    {
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_host.Root)!, "workspace2", "x"));
        var link = Path.Combine(_host.Root, "way-out");
        if (!Path.Exists(link))
        {
            Directory.CreateSymbolicLink(link, "/etc");
            await File.WriteAllTextAsync(Path.Combine(_host.Root, "a-file"), "");
        }

        foreach (var named in new[] { workspace, "../workspace2/x" })
        {
            var answer = await _client.RunAsync(new JsonObject { ["prompt"] = "never sent anywhere", ["workspace"] = named });
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        }

        var made = await _client.RunAsync("never sent anywhere", "way-out/made");
        Assert.Equal(HttpStatusCode.BadRequest, made.Status);
        Assert.False(Directory.Exists("/etc/made"));
        Assert.DoesNotContain(_host.Model.Requests, r => r.PromptText.Contains("never sent anywhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Skills_are_read_for_every_run()
    {
        await _client.RunAsync("[sim:text] before the skill", "skills");
        var folder = Directory.CreateDirectory(Path.Combine(_host.Server.Data, ".always-skills", "late")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "SKILL.md"), "Say AHOY-API.");
        try
        {
            await _client.RunAsync("[sim:text] with the skill", "skills", ("append_system_prompt", "And the caller's text."));
        }
        finally
        {
            Directory.Delete(Path.Combine(_host.Server.Data, ".always-skills"), recursive: true);
        }

        string System(string prompt) => _host.Model.Requests.Single(r => r.IsMain && r.PromptText.EndsWith(prompt, StringComparison.Ordinal)).SystemText;
        Assert.DoesNotContain("AHOY-API", System("before the skill"), StringComparison.Ordinal);
        Assert.Contains($"[Skill: {folder}/SKILL.md]\nSay AHOY-API.\n\nAnd the caller's text.", System("with the skill"), StringComparison.Ordinal);
    }
}
