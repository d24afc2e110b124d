using System.Net;
using Claudebox.Sessions;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>Who comes first is served first, and who takes long is in nobody's way. A double stands in for Claude Code.</summary>
public sealed class ApiFairnessTests
{
    // Ends when the workspace has a file "go".
    private const string Script = """
        read -r prompt
        echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
        until [[ -e go ]]; do sleep 0.02; done
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"done"}'
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_slot_goes_to_who_waits_longest_and_never_to_who_comes_later()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script, ("CLAUDEBOX_MAX_RUNS", "1"));
        using var client = host.Connect();
        var first = await client.SubmitAsync("x", "first");
        var waiting = new List<string>();
        foreach (var i in Enumerable.Range(0, 10))
        {
            var workspace = FormattableString.Invariant($"waiting-{i}");
            MakeReady(host, workspace);
            waiting.Add(await client.SubmitAsync("x", workspace, ("wait", true)));
        }

        using var enough = new CancellationTokenSource(Limit);
        var late = Enumerable.Range(0, 4).Select(i => CrowdAsync(host, client, FormattableString.Invariant($"late-{i}"), enough.Token)).ToList();
        MakeReady(host, "first");
        foreach (var id in waiting.Prepend(first))
        {
            await client.WaitForResultAsync(id);
        }

        await enough.CancelAsync();
        var lateStarts = (await Task.WhenAll(late)).SelectMany(ids => ids).ToList();
        var starts = new List<DateTimeOffset>();
        foreach (var id in waiting)
        {
            starts.Add(await StartOfAsync(client, id));
        }

        Assert.Equal(starts.Order(), starts);
        foreach (var id in lateStarts)
        {
            Assert.True(await StartOfAsync(client, id) > starts[^1], "A run that came later began before one that waited.");
        }
    }

    [Fact]
    public async Task Who_waits_for_a_workspace_keeps_no_slot_from_others()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script, ("CLAUDEBOX_MAX_RUNS", "2"));
        using var client = host.Connect();
        await client.SubmitAsync("x", "busy");
        var blocked = await client.SubmitAsync("x", "busy", ("wait", true));
        MakeReady(host, "free");

        var free = await client.RunAsync("x", "free", ("wait", true));

        Assert.Equal("done", free.Text("result"));
        Assert.Equal("queued", (await client.GetAsync("/run/result?runId=" + blocked)).Text("status"));
        MakeReady(host, "busy");
        Assert.Equal("done", (await client.WaitForResultAsync(blocked)).Text("result"));
    }

    [Fact]
    public async Task A_submission_that_takes_long_holds_no_other_up()
    {
        const string Session = "22222222-2222-4222-8222-222222222222";
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        MakeReady(host, "slow");
        MakeReady(host, "quick");

        // The transcript of the session to resume is a pipe: to read it takes until somebody writes.
        var folder = Directory.CreateDirectory(Path.Combine(host.Server.Data, "projects", SessionSlug.Of(Path.Combine(host.Root, "slow")))).FullName;
        var pipe = Path.Combine(folder, Session + ".jsonl");
        HostProgram.Run("mkfifo", pipe);
        var request = ApiClient.Request("x", "slow", ("resume", Session));
        var slow = client.RunAsync(request, ("Idempotency-Key", "slow-run"));
        var again = client.RunAsync(request, ("Idempotency-Key", "slow-run"));
        await Eventually.IsTrueAsync(() => Task.FromResult(IsAtWork(host, "slow-run")), "the run has its workspace");

        var quick = await client.RunAsync("x", "quick");

        Assert.Equal("done", quick.Text("result"));
        Assert.False(slow.IsCompleted || again.IsCompleted);
        await ReleaseAsync(pipe, slow);
        await ReleaseAsync(pipe, again);
        Assert.Equal((HttpStatusCode.NotFound, "SessionNotFound"), ((await slow).Status, (await slow).Text("code")));
        Assert.Equal((HttpStatusCode.NotFound, "SessionNotFound"), ((await again).Status, (await again).Text("code")));
    }

    // Posts without waiting, again and again; gives the ids of the runs that were let in.
    private static async Task<IReadOnlyList<string>> CrowdAsync(ApiHost host, ApiClient client, string workspace, CancellationToken enough)
    {
        MakeReady(host, workspace);
        var accepted = new List<string>();
        while (!enough.IsCancellationRequested)
        {
            var answer = await client.RunAsync("x", workspace, ("async", true));
            if (answer.Status == HttpStatusCode.OK)
            {
                accepted.Add(answer.Text("runId"));
            }
            else
            {
                Assert.Contains(answer.Status, new[] { HttpStatusCode.TooManyRequests, HttpStatusCode.Conflict });
            }
        }

        return accepted;
    }

    private static async Task<DateTimeOffset> StartOfAsync(ApiClient client, string id) =>
        (await client.GetAsync("/runs/" + id)).Json["startedAt"]!.GetValue<DateTimeOffset>();

    private static void MakeReady(ApiHost host, string workspace) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(host.Root, workspace)).FullName, "go"), "");

    private static bool IsAtWork(ApiHost host, string runId)
    {
        var locks = new DirectoryInfo(Path.Combine(host.Server.Data, "claudebox", "locks"));
        return locks.Exists && locks.EnumerateFiles("*.owner").Any(file => File.ReadAllText(file.FullName).Contains(runId, StringComparison.Ordinal));
    }

    // Lets whoever reads the pipe find its end.
    private static async Task ReleaseAsync(string pipe, Task reader)
    {
        while (!reader.IsCompleted)
        {
            // For both: to open it for writing only would take until somebody reads.
            await using (new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
            }

            await Task.WhenAny(reader, Task.Delay(20));
        }
    }
}
