using System.Net;
using System.Text.Json.Nodes;

namespace Claudebox.Server.Tests.Api;

/// <summary>Prompts over TCP, with the real CLI: where they run, what they continue, how they fail.</summary>
public sealed class ApiRunTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
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
