using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Interactive;

/// <summary>Which conversation a terminal is in.</summary>
public sealed class ConversationTests(InteractiveFixture fixture)
{
    [Fact]
    public async Task What_was_said_is_there_again_the_next_time()
    {
        await using var desk = new Desk(fixture);
        RecordedRequest first;
        await using (var terminal = await desk.OpenAsync())
        {
            first = await desk.AskAsync(terminal, "remember the apple");
            Assert.Equal(0, await Desk.LeaveAsync(terminal));
        }

        await using var again = await desk.OpenAsync();
        await again.WaitForAsync("You said: remember the apple");
        var second = await desk.AskAsync(again, "what was it");

        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Contains("remember the apple", Desk.Said(second), StringComparison.Ordinal);
        Assert.Equal(1, desk.Model.Count(request => request.IsMain && request.PromptText == "remember the apple"));
    }

    [Fact]
    public async Task Terminals_and_scripts_have_conversations_of_their_own()
    {
        await using var desk = new Desk(fixture);
        await using (var terminal = await desk.OpenAsync())
        {
            await desk.AskAsync(terminal, "said in the terminal");
            Assert.Equal(0, await Desk.LeaveAsync(terminal));
        }

        var script = await desk.ScriptAsync("-p", "said by a script");
        Assert.Equal(0, script.ExitCode);
        await using var again = await desk.OpenAsync();
        var inTerminal = await desk.AskAsync(again, "and in the terminal again");
        await desk.ScriptAsync("-p", "and by a script again");
        var byScript = desk.Model.Requests.Last(request => request.IsMain && request.PromptText == "and by a script again");

        Assert.Contains("said in the terminal", Desk.Said(inTerminal), StringComparison.Ordinal);
        Assert.DoesNotContain("said by a script", Desk.Said(inTerminal), StringComparison.Ordinal);
        Assert.Contains("said by a script", Desk.Said(byScript), StringComparison.Ordinal);
        Assert.DoesNotContain("said in the terminal", Desk.Said(byScript), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_looks_in_keeps_the_conversation()
    {
        await using var desk = new Desk(fixture);
        await using (var terminal = await desk.OpenAsync())
        {
            await desk.AskAsync(terminal, "the one that counts");
            await Desk.LeaveAsync(terminal);
        }

        foreach (var arguments in (string[][])[[], ["--no-continue"]])
        {
            await using var look = await desk.OpenAsync(arguments);
            Assert.Equal(0, await Desk.LeaveAsync(look));
        }

        await using var again = await desk.OpenAsync();
        var request = await desk.AskAsync(again, "and on");

        Assert.Contains("the one that counts", Desk.Said(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_begins_a_conversation_that_the_next_time_goes_on_with()
    {
        await using var desk = new Desk(fixture);
        await using (var terminal = await desk.OpenAsync())
        {
            await desk.AskAsync(terminal, "before the break");
            await ClearAsync(terminal, "You said: before the break");
            await desk.AskAsync(terminal, "after the break");
            await Desk.LeaveAsync(terminal);
        }

        await using (var again = await desk.OpenAsync())
        {
            var request = await desk.AskAsync(again, "and on");
            Assert.Contains("after the break", Desk.Said(request), StringComparison.Ordinal);
            Assert.DoesNotContain("before the break", Desk.Said(request), StringComparison.Ordinal);

            // A clean slate stays one when nothing is written on it.
            await ClearAsync(again, "You said: and on");
            await Desk.LeaveAsync(again);
        }

        await using var last = await desk.OpenAsync();
        var fresh = await desk.AskAsync(last, "anew");
        Assert.DoesNotContain("after the break", Desk.Said(fresh), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_is_begun_anew_or_resumed_by_its_id()
    {
        await using var desk = new Desk(fixture);
        RecordedRequest first;
        await using (var terminal = await desk.OpenAsync("--model", "sonnet", "--effort", "low", "--append-system-prompt", "Mind the gap."))
        {
            first = await desk.AskAsync(terminal, "amber lantern");
            await Desk.LeaveAsync(terminal);
        }

        await using (var terminal = await desk.OpenAsync("--no-continue", "--system-prompt", "You are a lighthouse."))
        {
            var second = await desk.AskAsync(terminal, "cobalt lantern");
            Assert.DoesNotContain("amber lantern", Desk.Said(second), StringComparison.Ordinal);
            Assert.Contains("You are a lighthouse.", second.SystemText, StringComparison.Ordinal);
            await Desk.LeaveAsync(terminal);
        }

        await using var resumed = await desk.OpenAsync("--resume", first.SessionId!);
        var third = await desk.AskAsync(resumed, "crimson lantern");

        Assert.Equal(first.SessionId, third.SessionId);
        Assert.Contains("amber lantern", Desk.Said(third), StringComparison.Ordinal);
        Assert.DoesNotContain("cobalt lantern", Desk.Said(third), StringComparison.Ordinal);
        Assert.Contains("sonnet", first.Model, StringComparison.Ordinal);
        Assert.Contains("Mind the gap.", first.SystemText, StringComparison.Ordinal);
        Assert.Contains("You are running inside a Docker container", first.SystemText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_that_does_not_exist_is_an_error_that_says_so()
    {
        await using var desk = new Desk(fixture);
        var id = Guid.NewGuid().ToString();
        await using var terminal = desk.Start("--resume", id);

        Assert.Equal(1, await terminal.WaitForExitAsync());
        Assert.True(terminal.Shows($"There is no session {id} in the workspace"), terminal.Screen);
    }

    [Fact]
    public async Task A_second_terminal_has_a_conversation_of_its_own_and_says_so()
    {
        await using var desk = new Desk(fixture);
        await using var first = await desk.OpenAsync();
        var one = await desk.AskAsync(first, "amber lantern");
        await using var second = await desk.OpenAsync();
        var other = await desk.AskAsync(second, "cobalt lantern");
        var more = await desk.AskAsync(first, "and amber again");

        Assert.True(second.Shows("another terminal has this workspace's conversation"), second.Screen);
        Assert.False(first.Shows("another terminal"), first.Screen);
        Assert.NotEqual(one.SessionId, other.SessionId);
        Assert.Equal(one.SessionId, more.SessionId);
        Assert.DoesNotContain("amber lantern", Desk.Said(other), StringComparison.Ordinal);
        Assert.DoesNotContain("cobalt lantern", Desk.Said(more), StringComparison.Ordinal);

        // Two in one conversation would tear its transcript.
        await using var third = desk.Start("--resume", one.SessionId!);
        Assert.Equal(4, await third.WaitForExitAsync());
        Assert.True(third.Shows($"The session {one.SessionId} is open in another terminal"), third.Screen);
    }

    private static async Task ClearAsync(TerminalProcess terminal, string shown)
    {
        await terminal.EnterAsync("/clear");
        await terminal.WaitUntilGoneAsync(shown);
        await terminal.WaitUntilQuietAsync();
    }
}
