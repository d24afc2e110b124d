using System.Collections.Specialized;
using System.Management.Automation;
using Claudebox.Events;
using Claudebox.Objects;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.PowerShell.Tests.Objects;

public sealed class EventMapperTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static TheoryData<string> Recordings => [.. Recording.Names];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Every_recorded_line_becomes_objects_that_keep_it(string name)
    {
        var mapper = new EventMapper("run", "/w", includeDelta: true);
        var sequence = 0L;
        foreach (var source in Recording.Events(name))
        {
            sequence++;
            ClaudeboxEvent[] objects = source is ResultEvent result
                ? [mapper.MapResult(result, null, sequence, Now)]
                : [.. mapper.Map(source, sequence, Now)];

            Assert.NotEmpty(objects);
            Assert.All(objects, item =>
            {
                Assert.Equal(source.Line, System.Text.Encoding.UTF8.GetBytes(item.Raw));
                Assert.Equal(sequence, item.Sequence);
                Assert.Equal("run", item.RunId);
                Assert.Equal("/w", item.Workspace);
                Assert.Equal(Now, item.Time);
                Assert.Equal(source.SessionId, item.SessionId);
                Assert.NotNull(item.ToString());
                foreach (var property in item.GetType().GetProperties())
                {
                    _ = property.GetValue(item);
                }
            });
        }
    }

    [Fact]
    public void Partial_messages_come_only_when_asked_for()
    {
        var events = Recording.Events("partial-bash.ndjson");

        var without = Map(events, includeDelta: false);
        var with = Map(events, includeDelta: true);

        Assert.DoesNotContain(without, item => item is ClaudeboxTextDelta);
        Assert.DoesNotContain(without, item => item.Raw.Contains("\"requesting\"", StringComparison.Ordinal));
        Assert.Contains(with, item => item is ClaudeboxTextDelta { DeltaType: "text_delta", Text.Length: > 0, Type: "stream_event" });
        Assert.Equal(events.Count(item => item is StreamEvent), with.Count(item => item is ClaudeboxTextDelta));
    }

    [Fact]
    public void A_tool_call_has_its_input_as_an_object_and_its_result_the_tools_name()
    {
        var objects = Map(Recording.Events("tool-bash.ndjson"));

        var call = Assert.Single(objects.OfType<ClaudeboxToolUse>());
        Assert.Equal("tool_use", call.Type);
        Assert.Equal("Bash", call.Tool);
        var command = Assert.IsType<PSObject>(call.Input).Properties["command"].Value;
        Assert.Equal(command, call.Text);
        var answer = Assert.Single(objects.OfType<ClaudeboxToolResult>());
        Assert.Equal("tool_result", answer.Type);
        Assert.Equal(call.ToolUseId, answer.ToolUseId);
        Assert.Equal("Bash", answer.Tool);
        Assert.False(answer.IsError);
        Assert.Equal(answer.Text, Assert.IsType<PSObject>(answer.Output).Properties["stdout"].Value);
    }

    [Fact]
    public void A_failed_tool_says_so()
    {
        var answer = Assert.Single(Map(Recording.Events("tool-bashfail.ndjson")).OfType<ClaudeboxToolResult>());

        Assert.True(answer.IsError);
        Assert.NotEmpty(answer.Text);
        Assert.IsType<string>(answer.Output);
    }

    [Fact]
    public void A_sub_agents_events_name_the_call_they_belong_to()
    {
        var objects = Map(Recording.Events("ev-subagent.ndjson"));

        var calls = objects.OfType<ClaudeboxToolUse>().Select(call => call.ToolUseId).ToHashSet();
        var inner = objects.Where(item => item.ParentToolUseId is not null).ToList();
        Assert.NotEmpty(inner);
        Assert.All(inner, item => Assert.Contains(item.ParentToolUseId, calls));
    }

    [Fact]
    public void A_result_has_answer_cost_tokens_and_state()
    {
        var run = new RunRecord
        {
            RunId = "run", Status = RunStatus.Completed, Workspace = "/w", Origin = "prog", SubmittedAt = Now, ExitCode = 0, Model = "claude-x",
        };
        var source = Recording.Events("streamjson-plain.ndjson").OfType<ResultEvent>().Single();

        var result = new EventMapper("run", "/w", includeDelta: false).MapResult(source, run, 9, Now);

        Assert.Equal("result", result.Type);
        Assert.Equal("success", result.Subtype);
        Assert.Equal(source.Result, result.ToString());
        Assert.Equal(source.TotalCostUsd, result.Cost);
        Assert.Equal(source.Usage, result.Usage);
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("claude-x", result.Model);
        Assert.False(result.IsError);
    }

    [Fact]
    public void A_structured_answer_is_an_object()
    {
        var source = Recording.Events("schema-ok.ndjson").OfType<ResultEvent>().Last();

        var result = new EventMapper("run", "/w", includeDelta: false).MapResult(source, null, 9, Now);

        Assert.NotEmpty(Assert.IsType<PSObject>(result.StructuredOutput).Properties);
    }

    [Fact]
    public void The_answer_of_a_run_that_did_not_complete_is_an_error()
    {
        var source = Recording.Events("streamjson-plain.ndjson").OfType<ResultEvent>().Single();
        var run = new RunRecord { RunId = "run", Status = RunStatus.Failed, Workspace = "/w", Origin = "prog", SubmittedAt = Now };

        Assert.True(new EventMapper("run", "/w", includeDelta: false).MapResult(source, run, 9, Now).IsError);
    }

    [Theory]
    [InlineData("""{"type":"brand_new","x":[1,2.5,{"y":null}]}""", "brand_new")]
    [InlineData("not json", "")]
    [InlineData("[]", "")]
    public void An_unknown_line_is_kept(string line, string type)
    {
        var item = Assert.IsType<ClaudeboxUnknownEvent>(Assert.Single(Map([Recording.Event(line)])));

        Assert.Equal(type, item.Type);
        Assert.Equal(line, item.Raw);
    }

    [Fact]
    public void An_unknown_block_has_its_own_type()
    {
        var item = Assert.Single(Map([Recording.Event("""{"type":"assistant","message":{"content":[{"type":"hologram","a":1}]}}""")]));

        Assert.Equal("hologram", item.Type);
        Assert.Equal(1L, Assert.IsType<PSObject>(((ClaudeboxUnknownEvent)item).Data).Properties["a"].Value);
    }

    [Theory]
    [InlineData("""{"a":1,"A":2}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"psobject":1}""")]
    [InlineData("""{"PSTypeNames":["x"]}""")]
    public void An_object_with_names_that_properties_cannot_have_is_a_dictionary(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);

        var result = Assert.IsType<OrderedDictionary>(JsonObjects.ToObject(document.RootElement));

        Assert.Equal(document.RootElement.EnumerateObject().Select(member => member.Name), result.Keys.Cast<string>());
    }

    private static List<ClaudeboxEvent> Map(IEnumerable<ClaudeEvent> events, bool includeDelta = false)
    {
        var mapper = new EventMapper("run", "/w", includeDelta);
        return [.. events.Where(item => item is not ResultEvent).SelectMany((item, index) => mapper.Map(item, index + 1, Now).ToList())];
    }
}
