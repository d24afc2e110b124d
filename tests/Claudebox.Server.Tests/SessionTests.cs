using Claudebox.Runs;
using Claudebox.Sessions;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class SessionTests : IAsyncLifetime
{
    private ServerHost _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerHost.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_next_prompt_continues_the_lineage_with_its_history_and_model()
    {
        var first = await _server.Client.RunAsync(Continuing("first question [sim:text text=one]") with { Model = "sonnet[1m]" });
        var second = await _server.Client.RunAsync(Continuing("second question [sim:text text=two]"));

        Assert.Equal(first.Final.SessionId, second.Final.SessionId);
        Assert.Equal("claude-sonnet-5[1m]", second.Final.Model);
        var request = _server.Model.Requests.Last(r => r.IsMain);
        Assert.Contains("first question", request.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("second question", request.PromptText, StringComparison.Ordinal);
        Assert.Equal(2, _server.Model.Count(r => r.IsMain));
    }

    [Fact]
    public async Task A_new_session_begins_when_asked_for_and_becomes_the_lineages()
    {
        var first = await _server.Client.RunAsync(Continuing("[sim:text]"));
        var fresh = await _server.Client.RunAsync(Continuing("[sim:text]") with { NoContinue = true });
        var next = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.NotEqual(first.Final.SessionId, fresh.Final.SessionId);
        Assert.Equal(fresh.Final.SessionId, next.Final.SessionId);
    }

    [Fact]
    public async Task A_named_session_is_resumed()
    {
        var first = await _server.Client.RunAsync(Continuing("[sim:text]"));
        await _server.Client.RunAsync(Continuing("[sim:text]") with { NoContinue = true });

        var resumed = await _server.Client.RunAsync(Continuing("[sim:text]") with { Resume = first.Final.SessionId });

        Assert.Equal(first.Final.SessionId, resumed.Final.SessionId);
    }

    [Fact]
    public async Task A_session_that_does_not_exist_is_an_error_and_nothing_runs()
    {
        var missing = await Assert.ThrowsAsync<ClaudeboxException>(
            () => _server.Client.RunAsync(Continuing("x") with { Resume = Guid.NewGuid().ToString() }));

        Assert.Equal(FailureCode.SessionNotFound, missing.Code);
        Assert.Empty(_server.Model.Requests);
        Assert.Equal(RunStatus.Completed, (await _server.Client.RunAsync("[sim:text]")).Final.Status);
    }

    [Fact]
    public async Task A_lineage_whose_transcript_is_gone_starts_afresh_with_one_call()
    {
        var first = await _server.Client.RunAsync(Continuing("[sim:text]"));
        File.Delete(TranscriptOf(first.Final.SessionId!));

        var second = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.Equal(RunStatus.Completed, second.Final.Status);
        Assert.NotEqual(first.Final.SessionId, second.Final.SessionId);
        Assert.Equal(2, _server.Model.Count(r => r.IsMain));
    }

    [Fact]
    public async Task A_first_prompt_continues_the_newest_conversation_that_was_there_before_Claudebox()
    {
        await _server.Client.RunAsync(Continuing("the oldest question [sim:text]") with { NoContinue = true });
        var newest = await _server.Client.RunAsync(Continuing("the earlier question [sim:text]") with { NoContinue = true });
        await _server.ForgetClaudeboxAsync();

        var first = await _server.Client.RunAsync(Continuing("the next question [sim:text]"));

        Assert.Equal(newest.Final.SessionId, first.Final.SessionId);
        Assert.Contains("the earlier question", _server.Model.Requests.Last(r => r.IsMain).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_prompt_leaves_conversations_of_terminals_and_of_other_directories_alone()
    {
        var terminal = await _server.Client.RunAsync(Continuing("[sim:text]"));
        await RewriteAsync(terminal.Final.SessionId!, "\"entrypoint\":\"sdk-cli\"", "\"entrypoint\":\"cli\"");
        var elsewhere = await _server.Client.RunAsync(Continuing("[sim:text]") with { NoContinue = true });
        await RewriteAsync(elsewhere.Final.SessionId!, $"\"cwd\":\"{_server.Workspace}\"", "\"cwd\":\"/another/directory\"");
        await _server.ForgetClaudeboxAsync();

        var first = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.DoesNotContain(first.Final.SessionId, new[] { terminal.Final.SessionId, elsewhere.Final.SessionId });
    }

    [Fact]
    public async Task Only_people_continue_what_was_there_and_only_once()
    {
        var before = await _server.Client.RunAsync(Continuing("[sim:text]"));
        var older = await _server.Client.RunAsync(Continuing("[sim:text]") with { NoContinue = true });
        await _server.ForgetClaudeboxAsync();

        var api = await _server.Client.RunAsync(Continuing("[sim:text]") with { Origin = "api" });
        await _server.Client.ClearSessionsAsync("/sessions?origin=prog");
        var script = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.Equal(3, new[] { before, older, api }.Select(run => run.Final.SessionId).Distinct().Count());
        Assert.DoesNotContain(script.Final.SessionId, new[] { before, older, api }.Select(run => run.Final.SessionId));
    }

    [Fact]
    public async Task A_cleared_conversation_is_not_replaced_by_an_older_one()
    {
        await _server.Client.RunAsync(Continuing("[sim:text]") with { NoContinue = true });
        await _server.Client.RunAsync(Continuing("[sim:text]") with { NoContinue = true });
        await _server.ForgetClaudeboxAsync();
        var taken = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.Equal([taken.Final.SessionId!], await _server.Client.ClearSessionsAsync("/sessions/" + taken.Final.SessionId));
        await _server.Client.RunAsync(Continuing("a question of its own [sim:text]"));

        var request = _server.Model.Requests.Last(r => r.IsMain);
        Assert.Single(request.Body.GetProperty("messages").EnumerateArray(), message => message.GetProperty("role").GetString() == "user");
    }

    [Fact]
    public async Task Origins_have_conversations_of_their_own()
    {
        var script = await _server.Client.RunAsync(Continuing("[sim:text]"));
        var chat = await _server.Client.RunAsync(Continuing("[sim:text]") with { Origin = "chat:5" });
        var again = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.NotEqual(script.Final.SessionId, chat.Final.SessionId);
        Assert.Equal(script.Final.SessionId, again.Final.SessionId);
    }

    [Fact]
    public async Task Sessions_are_listed_with_their_first_prompt_and_lineage()
    {
        var run = await _server.Client.RunAsync(Continuing("what is listed [sim:text]"));

        var session = Assert.Single(await _server.Client.ListSessionsAsync());

        Assert.Equal(run.Final.SessionId, session.SessionId);
        Assert.Equal(_server.Workspace, session.Workspace);
        Assert.Equal(["prog"], session.Origins);
        Assert.True(session.IsCurrent);
        Assert.StartsWith("what is listed", session.FirstPrompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clearing_deletes_this_workspaces_sessions_and_nothing_else()
    {
        var mine = await _server.Client.RunAsync(Continuing("[sim:text]"));
        var project = Path.GetDirectoryName(TranscriptOf(mine.Final.SessionId!))!;
        var foreign = Path.Combine(project, Guid.NewGuid() + ".jsonl");
        await File.WriteAllTextAsync(foreign, """{"type":"user","cwd":"/another/directory","message":{"role":"user","content":"x"}}""" + "\n");
        var memory = Directory.CreateDirectory(Path.Combine(project, "memory"));
        Directory.CreateDirectory(Path.Combine(project, mine.Final.SessionId!));

        var cleared = await _server.Client.ClearSessionsAsync();
        var next = await _server.Client.RunAsync(Continuing("[sim:text]"));

        Assert.Equal([mine.Final.SessionId!], cleared);
        Assert.False(File.Exists(TranscriptOf(mine.Final.SessionId!)));
        Assert.False(Directory.Exists(Path.Combine(project, mine.Final.SessionId!)));
        Assert.True(File.Exists(foreign));
        Assert.True(memory.Exists);
        Assert.NotEqual(mine.Final.SessionId, next.Final.SessionId);
    }

    [Fact]
    public async Task Clearing_one_origin_or_one_session_leaves_the_others()
    {
        var script = await _server.Client.RunAsync(Continuing("[sim:text]"));
        var chat = await _server.Client.RunAsync(Continuing("[sim:text]") with { Origin = "chat:5" });

        Assert.Equal([chat.Final.SessionId!], await _server.Client.ClearSessionsAsync("/sessions?origin=chat:5"));
        Assert.Equal(script.Final.SessionId, Assert.Single(await _server.Client.ListSessionsAsync()).SessionId);
        Assert.Equal([script.Final.SessionId!], await _server.Client.ClearSessionsAsync("/sessions/" + script.Final.SessionId));
        var missing = await Assert.ThrowsAsync<ClaudeboxException>(() => _server.Client.ClearSessionsAsync("/sessions/" + script.Final.SessionId));
        Assert.Equal(FailureCode.SessionNotFound, missing.Code);
    }

    [Fact]
    public async Task A_workspace_with_a_run_in_it_is_not_cleared()
    {
        await using var running = await _server.Client.OpenAsync(Continuing("[sim:text gate=g]"));

        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() => _server.Client.ClearSessionsAsync());
        _server.Model.OpenGate("g");
        await running.ReadToEndAsync();

        Assert.Equal(FailureCode.WorkspaceBusy, refused.Code);
        Assert.Contains($"the run {running.RunId} in container ", refused.Message, StringComparison.Ordinal);
        Assert.Single(await _server.Client.ListSessionsAsync());
    }

    private RunRequest Continuing(string prompt) => _server.Client.Request(prompt) with { NoContinue = false };

    private async Task RewriteAsync(string sessionId, string from, string to)
    {
        var text = await File.ReadAllTextAsync(TranscriptOf(sessionId));
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(TranscriptOf(sessionId), text.Replace(from, to, StringComparison.Ordinal));
    }

    private string TranscriptOf(string sessionId) =>
        Path.Combine(_server.Data, "projects", SessionSlug.Of(_server.Workspace), sessionId + ".jsonl");
}
