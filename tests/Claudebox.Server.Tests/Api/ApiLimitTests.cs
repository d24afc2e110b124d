using System.Net;
using System.Text.Json.Nodes;

namespace Claudebox.Server.Tests.Api;

/// <summary>More work than the server takes. A double stands in for Claude Code: what counts is when it is started.</summary>
public sealed class ApiLimitTests
{
    // Ends when the workspace has a file "go"; the prompt is its answer.
    private const string Script = """
        read -r prompt
        echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
        echo "$prompt" >> started
        until [[ -e go ]]; do sleep 0.02; done
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"done"}'
        """;

    [Fact]
    public async Task A_hundred_prompts_that_wait_run_in_their_order()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        var ids = new List<string>();
        foreach (var i in Enumerable.Range(0, 100))
        {
            ids.Add(await client.SubmitAsync($"number {i:000}.", "line", ("wait", true)));
        }

        var last = (await client.GetAsync("/status")).Json["runs"]!.AsArray()[^1]!;
        Assert.Equal(98, last["queuePosition"]!.GetValue<int>());
        await File.WriteAllTextAsync(Path.Combine(host.Root, "line", "go"), "");
        foreach (var id in ids)
        {
            Assert.Equal("done", (await client.WaitForResultAsync(id)).Text("result"));
        }

        var started = await File.ReadAllLinesAsync(Path.Combine(host.Root, "line", "started"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"number {i:000}."), started.Select(line => NumberIn(line)));
    }

    [Fact]
    public async Task So_many_runs_at_work_and_so_many_in_a_queue_and_no_more()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script, ("CLAUDEBOX_MAX_RUNS", "2"), ("CLAUDEBOX_MAX_QUEUED", "1"));
        using var client = host.Connect();
        foreach (var workspace in new[] { "a", "b" })
        {
            await client.SubmitAsync("x", workspace);
        }

        Directory.CreateDirectory(Path.Combine(host.Root, "c"));
        var third = await client.RunAsync("x", "c");
        var waiting = await client.RunAsync("x", "c", ("wait", true), ("async", true));
        var full = await client.RunAsync("x", "c", ("wait", true));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "a", "go"), "");
        await File.WriteAllTextAsync(Path.Combine(host.Root, "c", "go"), "");
        var result = await client.WaitForResultAsync(waiting.Text("runId"));

        Assert.All([third, full], a => Assert.Equal((HttpStatusCode.TooManyRequests, "LimitReached"), (a.Status, a.Text("code"))));
        Assert.All([third, full], a => Assert.True(a.Headers.RetryAfter!.Delta > TimeSpan.Zero));
        Assert.Equal("queued", waiting.Text("status"));
        Assert.Equal("done", result.Text("result"));
        Assert.Equal(HttpStatusCode.OK, (await client.RunAsync("x", "c")).Status);
    }

    [Fact]
    public async Task Requests_that_wait_take_so_much_memory_and_no_more()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script, ("CLAUDEBOX_MAX_QUEUED_MB", "1"));
        using var client = host.Connect();
        await client.SubmitAsync("x", "a");
        await client.SubmitAsync("x", "b");
        var large = new string('x', 600 * 1024);
        var waiting = await client.SubmitAsync(large, "a", ("wait", true));

        var refused = await client.RunAsync(large, "b", ("wait", true));
        var small = await client.SubmitAsync("x", "b", ("wait", true));
        await client.PostAsync("/run/cancel?runId=" + waiting);
        var after = await client.SubmitAsync(large, "b", ("wait", true));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "a", "go"), "");
        await File.WriteAllTextAsync(Path.Combine(host.Root, "b", "go"), "");

        Assert.Equal((HttpStatusCode.TooManyRequests, "LimitReached"), (refused.Status, refused.Text("code")));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("done", (await client.WaitForResultAsync(small)).Text("result"));
        Assert.Equal("done", (await client.WaitForResultAsync(after)).Text("result"));
    }

    [Fact]
    public async Task Who_prefers_to_wait_for_so_long_waits_no_longer()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        var first = await client.SubmitAsync("x", "busy");

        var patient = await client.RunAsync(ApiClient.Request("patient", "busy", ("async", true)), ("Prefer", "handling=lenient, wait=600"));
        var impatient = await client.RunAsync(ApiClient.Request("impatient", "busy"), ("Prefer", "wait=1"));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "busy", "go"), "");
        await client.WaitForResultAsync(first);

        Assert.Equal((HttpStatusCode.Conflict, "WorkspaceBusy"), (impatient.Status, impatient.Text("code")));
        Assert.Equal(("queued", "wait=600"), (patient.Text("status"), patient.Headers.GetValues("Preference-Applied").Single()));
        Assert.Equal("done", (await client.WaitForResultAsync(patient.Text("runId"))).Text("result"));
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(host.Root, "busy", "started"))).Length);
    }

    [Fact]
    public async Task A_run_takes_no_longer_than_the_servers_limit()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script, ("CLAUDEBOX_MAX_RUN_SECONDS", "1"));
        using var client = host.Connect();

        var answer = await client.RunAsync("x", "late", ("timeoutSeconds", 3600));

        Assert.Equal((HttpStatusCode.GatewayTimeout, "ClaudeTimedOut"), (answer.Status, answer.Text("code")));
    }

    [Fact]
    public async Task Prompts_bodies_and_files_have_a_largest_size()
    {
        await using var host = await ApiHost.StartDoubleAsync(
            Script, ("CLAUDEBOX_MAX_PROMPT_MB", "1"), ("CLAUDEBOX_MAX_REQUEST_MB", "2"), ("CLAUDEBOX_MAX_UPLOAD_MB", "2"));
        using var client = host.Connect();
        const int Megabyte = 1024 * 1024;

        var prompt = await client.RunAsync(new string('x', Megabyte + 1), "large");
        var body = await client.RunAsync(new string('x', 2 * Megabyte), "large");
        var announced = await client.PutAsync("/files/large.bin", new byte[(2 * Megabyte) + 1]);
        var chunked = await client.SendAsync(HttpMethod.Put, "/files/large.bin", new StreamContent(new ZeroStream(3 * Megabyte)));
        var fits = await client.PutAsync("/files/large.bin", new byte[2 * Megabyte]);

        Assert.All([prompt, body, announced, chunked], a => Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "RequestTooLarge"), (a.Status, a.Text("code"))));
        Assert.All([prompt, body, announced, chunked], a => Assert.NotNull(a.Headers.RetryAfter));
        Assert.Equal(HttpStatusCode.OK, fits.Status);
        Assert.Equal(["large.bin"], Directory.EnumerateFileSystemEntries(host.Root).Select(Path.GetFileName));
    }

    private static string NumberIn(string line) => JsonNode.Parse(line)!["message"]!["content"] is JsonArray blocks
        ? blocks[0]!["text"]!.GetValue<string>()
        : JsonNode.Parse(line)!["message"]!["content"]!.GetValue<string>();
}
