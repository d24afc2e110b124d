using System.Net;

namespace Claudebox.Server.Tests.Api;

/// <summary>Several prompts for one workspace, or for one run: who is refused, who waits, who shares.</summary>
public sealed class ApiBusyTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

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
    public async Task A_root_run_excludes_runs_in_every_workspace()
    {
        var id = await _client.SubmitAsync("[sim:text gate=root]", "/");

        var refused = await _client.RunAsync("[sim:text]", "below");
        _host.Model.OpenGate("root");
        await _client.WaitForResultAsync(id);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
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
}
