using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>Workspaces that change between a request and its run's turn. A double stands in for Claude Code.</summary>
public sealed class ApiWorkspaceTests
{
    // The first run ends when the root has a file "go".
    private const string Script = """
        read -r prompt
        echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
        pwd >> "$HOME/started"
        until [[ -e ../go ]]; do sleep 0.02; done
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"done"}'
        """;

    [Fact]
    public async Task A_workspace_that_became_a_way_out_while_its_run_waited_is_refused()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        var first = await client.SubmitAsync("x", "turn");
        var waiting = await client.SubmitAsync("x", "turn", ("wait", true));
        var outside = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(host.Root)!, "outside")).FullName;
        var started = Path.Combine(Path.GetDirectoryName(host.Root)!, "home", "started");
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(started)), "the first run is at work");

        Directory.Move(Path.Combine(host.Root, "turn"), Path.Combine(host.Root, "moved"));
        Directory.CreateSymbolicLink(Path.Combine(host.Root, "turn"), outside);
        await File.WriteAllTextAsync(Path.Combine(host.Root, "go"), "");
        await client.WaitForResultAsync(first);
        var result = await client.WaitForResultAsync(waiting);

        Assert.Equal(("failed", "WorkspaceNotFound"), (result.Text("status"), result.Text("code")));
        Assert.Single(await File.ReadAllLinesAsync(started));
    }

    [Fact]
    public async Task A_workspace_is_made_for_runs_that_are_let_in_and_for_no_others()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script, ("CLAUDEBOX_MAX_RUNS", "1"));
        using var client = host.Connect();
        var first = await client.SubmitAsync("x", "first");

        var refused = await client.RunAsync("x", "refused");
        var waiting = await client.SubmitAsync("x", "below/a/link", ("wait", true));
        Assert.False(Directory.Exists(Path.Combine(host.Root, "below")));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "go"), "");
        Directory.CreateDirectory(Path.Combine(host.Root, "below", "a"));
        await File.WriteAllTextAsync(Path.Combine(host.Root, "below", "a", "go"), "");
        await client.WaitForResultAsync(first);

        Assert.Equal("done", (await client.WaitForResultAsync(waiting)).Text("result"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.False(Directory.Exists(Path.Combine(host.Root, "refused")));
        Assert.True(Directory.Exists(Path.Combine(host.Root, "below", "a", "link")));
    }

    [Fact]
    public async Task A_root_that_is_missing_at_first_is_found_when_it_is_there()
    {
        await using var host = await ApiHost.StartDoubleAsync(Script);
        using var client = host.Connect();
        Directory.Delete(host.Root);
        var missing = await client.GetAsync("/files");
        Directory.CreateDirectory(host.Root);

        Assert.NotEqual(HttpStatusCode.OK, missing.Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/files")).Status);
        await File.WriteAllTextAsync(Path.Combine(host.Root, "go"), "");
        Assert.Equal(HttpStatusCode.OK, (await client.RunAsync("x", "now")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.RunAsync(new JsonObject { ["prompt"] = "x", ["workspace"] = "go" })).Status);
    }
}
