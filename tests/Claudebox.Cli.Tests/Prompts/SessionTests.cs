using System.Text.Json;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>Which conversation a prompt belongs to. The workspace's name is one whose folder of sessions is easily guessed wrong.</summary>
public sealed class SessionTests(CommandFixture fixture) : IAsyncDisposable
{
    private readonly CommandBox _box = new(fixture, "a_b.c d");

    [Fact]
    public async Task Prompts_continue_until_a_new_conversation_is_asked_for_or_the_old_one_is_cleared()
    {
        var first = await AskAsync("marzipan");
        var second = await AskAsync("the second");
        Assert.Equal(first, second);
        Assert.Contains("marzipan", HistoryOf("the second"), StringComparison.Ordinal);

        var anew = await AskAsync("start over", "--no-continue");
        Assert.NotEqual(first, anew);
        Assert.DoesNotContain("marzipan", HistoryOf("start over"), StringComparison.Ordinal);
        Assert.Equal(first, await AskAsync("keep going", "--resume", first));

        var listed = await _box.JsonAsync("sessions", "--output-format", "json");
        Assert.Equal(new[] { first, anew }.Order(), listed.EnumerateArray().Select(session => session.GetProperty("sessionId").GetString()!).Order());
        Assert.Contains("prog*", await _box.SucceedAsync("sessions"), StringComparison.Ordinal);

        Assert.Equal($"cleared session {anew}\n", await _box.SucceedAsync("clear-session", "--session", anew));
        Assert.Equal($"cleared session {first}\n", await _box.SucceedAsync("clear-session"));
        Assert.StartsWith("no session found", await _box.SucceedAsync("clear-session"), StringComparison.Ordinal);
        var fresh = await AskAsync("after clearing");
        Assert.DoesNotContain(fresh, new[] { first, anew });
        Assert.DoesNotContain("marzipan", HistoryOf("after clearing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clearing_one_origin_leaves_the_others()
    {
        var session = await AskAsync("of a script");

        Assert.StartsWith("no session found", await _box.SucceedAsync("clear-session", "--origin=interactive"), StringComparison.Ordinal);
        Assert.Equal(session, await AskAsync("still there"));
        Assert.Equal($"cleared session {session}\n", await _box.SucceedAsync("clear-session", "--origin", "prog"));
        Assert.Equal(1, (await _box.RunAsync("clear-session", "--session", session)).ExitCode);
    }

    [Fact]
    public async Task Clearing_beside_a_run_says_which_run_it_is_and_how_to_end_it()
    {
        await AskAsync("before");
        await using var run = _box.Start("[sim:silence] hold it");
        run.Input.Close();
        JsonElement running = default;
        await Eventually.IsTrueAsync(async () =>
        {
            running = (await _box.JsonAsync("runs", "--output-format", "json")).EnumerateArray().First();
            return running.GetProperty("status").GetString() == "running";
        }, "the run is at work");

        var refused = await _box.RunAsync("clear-session");

        Assert.Equal((4, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(running.GetProperty("runId").GetString()!, refused.Error, StringComparison.Ordinal);
        Assert.EndsWith("or end it: claudebox stop\n", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--wait", refused.Error, StringComparison.Ordinal);
        await _box.SucceedAsync("stop");
        Assert.Equal(130, (await run.WaitAsync()).ExitCode);
        Assert.StartsWith("cleared session", await _box.SucceedAsync("clear-session"), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    private async Task<string> AskAsync(string prompt, params string[] options)
    {
        var result = await _box.JsonAsync(["-p", prompt, "--output-format", "json", .. options]);
        return result.GetProperty("sessionId").GetString()!;
    }

    private string HistoryOf(string prompt) =>
        JsonSerializer.Serialize(_box.RequestOf(prompt).Body.GetProperty("messages"));
}
