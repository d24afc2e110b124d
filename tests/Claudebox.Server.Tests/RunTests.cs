using System.Net;
using System.Text;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class RunTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ServerHost _server = shared.Host;

    [Fact]
    public async Task A_prompt_gives_a_result_with_cost_and_tokens()
    {
        var (status, body, headers) = await _server.Client.AnswerAsync(_server.Client.Request("[sim:text text=\"hello world\"]"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("hello world", body.GetProperty("result").GetString());
        Assert.True(body.GetProperty("totalCostUsd").GetDecimal() > 0);
        Assert.True(body.GetProperty("usage").GetProperty("inputTokens").GetInt64() > 0);
        Assert.Equal(headers.GetValues("X-Run-Id").Single(), body.GetProperty("runId").GetString());
        Assert.Equal(_server.Workspace, body.GetProperty("workspace").GetString());
    }

    [Fact]
    public async Task Tool_calls_and_their_results_come_as_events_in_order()
    {
        var run = await _server.Client.RunAsync("[sim:bash command=\"echo one two\" text=finished]");

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        var call = Assert.Single(run.Blocks<ToolUseBlock>());
        Assert.Equal("echo one two", call.Input!.Value.GetProperty("command").GetString());
        Assert.Equal("one two", Assert.Single(run.Blocks<ToolResultBlock>()).Text);
        Assert.IsType<InitEvent>(run.Events[0]);
        Assert.IsType<ResultEvent>(run.Events[^1]);
        Assert.Equal("finished", run.Text);
        Assert.Equal(2, run.Final.NumTurns);
    }

    [Fact]
    public async Task Events_arrive_while_the_run_goes_on()
    {
        await using var stream = await _server.Client.OpenAsync(_server.Client.Request("[sim:text text=late gate=held]"));
        await stream.ReadUntilAsync(e => e is InitEvent);
        Assert.Equal(RunStatus.Running, (await _server.Client.GetRunAsync(stream.RunId)).Status);

        _server.Model.OpenGate("held");
        Assert.Equal("late", (await stream.ReadToEndAsync()).Text);
    }

    [Fact]
    public async Task Partial_messages_come_only_when_asked_for()
    {
        var request = _server.Client.Request("[sim:long deltas=5]");

        var plain = await _server.Client.RunAsync(request);
        var partial = await _server.Client.RunAsync(request with { IncludePartialMessages = true });

        Assert.DoesNotContain(plain.Events, e => e.IsPartial);
        var text = string.Concat(partial.Events.OfType<StreamEvent>().Select(e => e.Text));
        Assert.Equal(partial.Text, text);
        Assert.True(partial.Events.OfType<StreamEvent>().Count(e => e.DeltaType == "text_delta") >= 5);
    }

    [Fact]
    public async Task The_ledger_keeps_Claude_Codes_bytes_and_gives_them_from_any_point_on()
    {
        var run = await _server.Client.RunAsync("[sim:bash command=\"echo kept\"]");
        var id = run.Final.RunId;
        var onDisk = await File.ReadAllBytesAsync(Path.Combine(_server.Data, "claudebox", "runs", id, "events.ndjson"));

        Assert.Equal(onDisk, await _server.Client.EventBytesAsync(id));
        var lines = Encoding.UTF8.GetString(onDisk).TrimEnd('\n').Split('\n');
        Assert.Equal(run.Final.EventCount, lines.Length);
        await using var tail = await _server.Client.FollowAsync(id, after: lines.Length - 2);
        var rest = await tail.ReadToEndAsync();
        Assert.Equal(lines[^2..], rest.Events.Select(e => Encoding.UTF8.GetString(e.Line.Span)));
        Assert.Equal(lines.Length, tail.LastSequence);
    }

    [Theory]
    [InlineData("-p --model x [sim:text]")]
    [InlineData("--settings={\"hooks\":{}} [sim:text]")]
    [InlineData("it's \"quoted\" `$(touch /tmp/claudebox-executed)` $HOME; rm -rf x\nsecond line\r\n\ttab [sim:text]")]
    [InlineData("Über ñandú 日本語 🙂 \u2028 [sim:text]")]
    public async Task A_prompt_reaches_the_model_as_it_was_written(string prompt)
    {
        var run = await _server.Client.RunAsync(prompt);

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Contains(prompt, Requests(run).Single().PromptText, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/claudebox-executed"));
    }

    [Fact]
    public async Task A_preview_does_not_cut_a_character_in_two()
    {
        var run = await _server.Client.RunAsync("[sim:text]" + new string('x', 189) + "🙂🙂");

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.EndsWith("x", run.Final.PromptPreview, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/compact [sim:text]")]
    [InlineData("/etc/passwd? [sim:text]")]
    public async Task A_prompt_that_begins_with_a_slash_is_text(string prompt)
    {
        var run = await _server.Client.RunAsync(prompt);

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Contains(prompt, Requests(run).Single().PromptText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_command_is_one_only_when_asked_for()
    {
        var run = await _server.Client.RunAsync(_server.Client.Request("/usage") with { SlashCommands = true });

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Empty(Requests(run));
    }

    [Fact]
    public async Task A_prompt_of_a_megabyte_arrives_whole()
    {
        var prompt = "[sim:text text=got-it] " + DeterministicText.Of(1024 * 1024);

        var run = await _server.Client.RunAsync(prompt);

        Assert.Equal("got-it", run.Text);
        Assert.Contains(prompt, Requests(run).Single().PromptText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_20_megabytes_arrives_whole()
    {
        const int Size = 20 * 1024 * 1024;

        var run = await _server.Client.RunAsync("[sim:big size=20MB]");

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Equal(DeterministicText.Sha256(Size), DeterministicText.Sha256(run.Text!));
    }

    [Fact]
    public async Task A_schema_gives_structured_output()
    {
        const string Schema = """{"type":"object","properties":{"author_name":{"type":"string"}},"required":["author_name"]}""";

        var run = await _server.Client.RunAsync(
            _server.Client.Request("""[sim:schema json='{"author_name": "Ada"}']""") with { JsonSchema = Schema });
        var refused = await _server.Client.RunAsync(_server.Client.Request("[sim:schema-never]") with { JsonSchema = Schema });

        Assert.Equal("Ada", run.Result.StructuredOutput!.Value.GetProperty("author_name").GetString());
        Assert.Equal(FailureCode.SchemaUnsatisfied, refused.Final.Error!.Code);
    }

    [Fact]
    public async Task A_background_task_that_outlives_the_first_result_ends_and_its_turn_arrives()
    {
        var run = await _server.Client.RunAsync("[sim:background command=\"sleep 2; echo slept > marker\" text=started done=\"all done\"]");

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Equal(2, run.Events.OfType<ResultEvent>().Count());
        Assert.Equal("all done", run.Text);
        Assert.Equal("slept\n", await File.ReadAllTextAsync(Path.Combine(_server.Workspace, "marker")));
        Assert.Null(run.Final.EndedTasks);
    }

    [Fact]
    public async Task A_background_task_that_takes_too_long_is_ended_and_named()
    {
        var marker = "sleep 4321.5";
        var run = await _server.Client.RunAsync(
            _server.Client.Request($"[sim:background command=\"{marker}\" text=started]") with { BackgroundWaitSeconds = 0 });

        Assert.Equal("started", run.Text);
        Assert.Single(run.Final.EndedTasks!);
        Assert.Empty(Claudebox.Testing.ProcessTable.With(marker));
    }

    [Fact]
    public async Task Hint_skills_and_the_callers_text_reach_the_model_in_this_order()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_server.Data, ".always-skills", "greeting")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "SKILL.md"), "Always greet with AHOY.");
        try
        {
            var run = await _server.Client.RunAsync(
                _server.Client.Request("[sim:text]") with { AppendSystemPrompt = "The caller's text.", SystemPrompt = "You are a test." });

            var system = Requests(run).Single().SystemText;
            int Position(string text) => system.IndexOf(text, StringComparison.Ordinal);
            Assert.True(Position("You are a test.") >= 0);
            Assert.True(Position("Docker container") > Position("You are a test."));
            Assert.True(Position($"[Skill: {folder}/SKILL.md]\nAlways greet with AHOY.") > Position("Docker container"));
            Assert.True(Position("The caller's text.") > Position("AHOY"));
        }
        finally
        {
            Directory.Delete(Path.Combine(_server.Data, ".always-skills"), recursive: true);
        }
    }

    [Fact]
    public async Task Variables_of_a_run_reach_its_tools_whatever_their_value()
    {
        var request = _server.Client.Request("[sim:bash command=\"printf '%s|' \\\"$A\\\" \\\"$B\\\" \\\"$C\\\"\"]");
        var environment = new Dictionary<string, string>(request.Environment!) { ["A"] = "k=", ["B"] = "two\nlines", ["C"] = "ü $(x) 'q'" };

        var run = await _server.Client.RunAsync(request with { Environment = environment });

        Assert.Equal("k=|two\nlines|ü $(x) 'q'|", Assert.Single(run.Blocks<ToolResultBlock>()).Text);
    }

    [Fact]
    public async Task The_verbose_answer_shows_every_turn()
    {
        var (_, body, _) = await _server.Client.AnswerAsync(
            _server.Client.Request("[sim:bash command=\"echo hi\" say=first text=last]") with { OutputFormat = "json-verbose" });

        var turns = body.GetProperty("turns").EnumerateArray().ToList();
        Assert.Equal(["assistant", "tool_result", "assistant"], turns.Select(t => t.GetProperty("role").GetString()));
        Assert.Equal(["text", "tool_use"], turns[0].GetProperty("content").EnumerateArray().Select(b => b.GetProperty("type").GetString()));
        Assert.Equal("hi", turns[1].GetProperty("content")[0].GetProperty("content").GetString());
        Assert.Equal(body.GetProperty("sessionId").GetString(), body.GetProperty("system").GetProperty("sessionId").GetString());
    }

    [Theory]
    [InlineData("{}", "prompt")]
    [InlineData("""{"prompt":""}""", "prompt")]
    [InlineData("""{"prompt":5}""", "prompt")]
    [InlineData("""{"prompt":"x","effort":"bogus"}""", "effort")]
    [InlineData("""{"prompt":"x","maxBudgetUsd":0}""", "maxBudgetUsd")]
    [InlineData("""{"prompt":"x","max_turns":-1}""", "maxTurns")]
    [InlineData("""{"prompt":"x","resume":"../../etc"}""", "resume")]
    [InlineData("""{"prompt":"x","jsonSchema":"{"}""", "jsonSchema")]
    [InlineData("""{"prompt":"x","environment":{"A=B":"c"}}""", "environment")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var (status, answer) = await _server.Client.PostAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains($"\"{field}\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"prompt\"")]
    [InlineData("{\"prompt\":")]
    public async Task A_body_that_is_no_request_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _server.Client.PostAsync(body)).Status);

    private IEnumerable<RecordedRequest> Requests(StreamedRun run) =>
        _server.Model.Requests.Where(r => r.IsMain && r.SessionId == run.Final.SessionId);
}
