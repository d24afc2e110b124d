using System.Text.Json;

namespace Claudebox.Testing.Tests;

public sealed class ToolScenarioTests(ToolClaude fixture) : IClassFixture<ToolClaude>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bash_runs_and_the_answer_quotes_its_output()
    {
        var turn = await fixture.Claude.AskAsync(
            new ScenarioWord("bash").With("command", "printf '%s' \"a]b\"; echo 'ü'").With("say", "I run it.").ToString(), Cancellation);

        Assert.Equal("Tool result: a]bü", turn.Text);
        Assert.Equal("Bash", Assert.Single(turn.Blocks("tool_use")).GetProperty("name").GetString());
        Assert.Equal("a]bü", Content(Assert.Single(turn.Blocks("tool_result"))));
        Assert.Equal("I run it.", turn.Blocks("text").First().GetProperty("text").GetString());
    }

    [Fact]
    public async Task Write_and_Read_work_on_real_files()
    {
        var path = Path.Combine(fixture.Claude.WorkingFolder, "a file.txt");

        var written = await fixture.Claude.AskAsync(new ScenarioWord("write").With("path", path).With("content", "one\n\"two\" ü").With("text", "done").ToString(), Cancellation);
        var read = await fixture.Claude.AskAsync(new ScenarioWord("read").With("path", path).ToString(), Cancellation);

        Assert.Equal("done", written.Text);
        Assert.Equal("one\n\"two\" ü", await File.ReadAllTextAsync(path, Cancellation));
        Assert.Contains("\"two\" ü", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_calls_come_in_one_message()
    {
        var turn = await fixture.Claude.AskAsync("[sim:parallel]", Cancellation);

        var calls = turn.Events("assistant").Where(line => line.GetProperty("message").GetProperty("content")[0].GetProperty("type").GetString() == "tool_use").ToList();
        Assert.Equal(3, calls.Count);
        Assert.Single(calls.Select(line => line.GetProperty("message").GetProperty("id").GetString()).Distinct());
        Assert.Equal(["one", "three", "two"], turn.Blocks("tool_result").Select(Content).Order());
        Assert.Equal("Tool result: one\ntwo\nthree", turn.Text);
    }

    [Fact]
    public async Task Steps_come_in_a_message_each()
    {
        var turn = await fixture.Claude.AskAsync("[sim:steps command=\"echo 1\" command=\"echo 2\"]", Cancellation);

        Assert.Equal("Tool result: 1\n2", turn.Text);
        Assert.Equal(3, turn.Result.GetProperty("num_turns").GetInt32());
        Assert.Equal(2, turn.Blocks("tool_use").Count());
    }

    [Fact]
    public async Task A_sub_agent_makes_requests_of_its_own()
    {
        var turn = await fixture.Claude.AskAsync("[sim:agent command=\"echo from the inside\"]", Cancellation);

        Assert.Contains("Tool result: from the inside", turn.Text, StringComparison.Ordinal);
        Assert.Contains(turn.Lines, line => line.TryGetProperty("parent_tool_use_id", out var parent) && parent.ValueKind == JsonValueKind.String);
        Assert.Equal(2, fixture.Simulator.Count(request => request.Kind == RequestKind.SubAgent));
    }

    [Fact]
    public async Task A_background_task_ends_in_a_second_turn()
    {
        var first = await fixture.Claude.AskAsync("[sim:background command=\"sleep 1; echo done\" text=started done=ended]", Cancellation);
        var second = await fixture.Claude.ReadTurnAsync(Cancellation);

        Assert.Equal(("started", "ended"), (first.Text, second.Text));
        Assert.Single(first.Events("system", "task_started"));
        Assert.Single(second.Events("system", "task_notification"));
    }

    private static string? Content(JsonElement toolResult) => toolResult.GetProperty("content").GetString();
}
