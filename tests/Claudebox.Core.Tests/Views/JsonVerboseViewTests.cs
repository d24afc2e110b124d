using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Views;

/// <summary>Format <c>json-verbose</c> holds every message, call and result in the order they came (faults W-095, W-096).</summary>
public sealed class JsonVerboseViewTests
{
    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void Turns_hold_the_blocks_of_the_stream_in_their_order(string recording)
    {
        var root = Rendered(recording);
        var turns = root.GetProperty("turns").EnumerateArray().ToList();
        Assert.All(turns, turn => Assert.True(turn.GetProperty("role").GetString() is "assistant" or "tool_result"));
        Assert.All(turns, turn => Assert.True(turn.GetProperty("content").GetArrayLength() > 0));
        Assert.Equal(StreamBlocks(recording), turns.SelectMany(turn => turn.GetProperty("content").EnumerateArray()).Select(Shape));
    }

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void The_rest_is_the_result_of_format_json(string recording)
    {
        var members = Rendered(recording).EnumerateObject().Where(m => m.Name is not ("turns" or "system")).Select(m => (m.Name, m.Value.GetRawText()));
        var json = Render.OneObject(Render.Recorded(recording, OutputFormat.Json)).EnumerateObject().Select(m => (m.Name, m.Value.GetRawText()));
        Assert.Equal(json, members);
    }

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void Every_tool_result_answers_a_call_before_it(string recording)
    {
        var calls = new HashSet<string?>();
        foreach (var block in Rendered(recording).GetProperty("turns").EnumerateArray().SelectMany(turn => turn.GetProperty("content").EnumerateArray()))
        {
            switch (block.GetProperty("type").GetString())
            {
                case "tool_use":
                    calls.Add(block.GetProperty("id").GetString());
                    break;
                case "tool_result":
                    Assert.Contains(block.GetProperty("toolUseId").GetString(), calls);
                    break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void System_tells_session_model_directory_and_tools_when_a_turn_began(string recording)
    {
        var init = Recording.Lines(recording).Select(line => JsonDocument.Parse(line).RootElement)
            .LastOrDefault(line => line.TryGetProperty("subtype", out var subtype) && subtype.GetString() == "init");
        var root = Rendered(recording);
        Assert.Equal(init.ValueKind == JsonValueKind.Object, root.TryGetProperty("system", out var system));
        if (init.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(["sessionId", "model", "cwd", "tools"], Render.Keys(system));
            Assert.Equal(init.GetProperty("session_id").GetString(), system.GetProperty("sessionId").GetString());
            Assert.Equal(init.GetProperty("model").GetString(), system.GetProperty("model").GetString());
            Assert.Equal(init.GetProperty("cwd").GetString(), system.GetProperty("cwd").GetString());
            Assert.Equal(init.GetProperty("tools").GetArrayLength(), system.GetProperty("tools").GetArrayLength());
        }
    }

    [Fact]
    public void The_blocks_of_one_message_are_one_turn()
    {
        var turns = Rendered("tool-bash").GetProperty("turns");
        Assert.Equal(["assistant", "tool_result", "assistant"], turns.EnumerateArray().Select(turn => turn.GetProperty("role").GetString()));
        Assert.Equal(["text:I will run echo.", "tool_use:Bash"], turns[0].GetProperty("content").EnumerateArray().Select(Named));
        Assert.Equal("""{"command":"echo hi","description":"Say hi"}""", turns[0].GetProperty("content")[1].GetProperty("input").GetRawText());
        var result = turns[1].GetProperty("content")[0];
        Assert.Equal(["type", "toolUseId", "isError", "content"], Render.Keys(result));
        Assert.False(result.GetProperty("isError").GetBoolean());
        Assert.Equal("hi", result.GetProperty("content").GetString());
        Assert.Equal(["text:The command printed hi."], turns[2].GetProperty("content").EnumerateArray().Select(Named));
    }

    [Fact]
    public void Thinking_is_kept_in_its_place()
    {
        var content = Rendered("tool-think").GetProperty("turns")[0].GetProperty("content");
        Assert.Equal(["thinking", "text"], content.EnumerateArray().Select(block => block.GetProperty("type").GetString()));
        Assert.Equal("Let me think about it carefully.", content[0].GetProperty("thinking").GetString());
    }

    [Fact]
    public void Turns_of_a_sub_agent_name_the_call_that_started_it()
    {
        var turns = Rendered("ev-subagent").GetProperty("turns").EnumerateArray().ToList();
        var call = turns[0].GetProperty("content").EnumerateArray().Single(block => block.GetProperty("type").GetString() == "tool_use");
        Assert.Equal("Agent", call.GetProperty("name").GetString());
        var inside = turns.Where(turn => turn.TryGetProperty("parentToolUseId", out _)).ToList();
        Assert.NotEmpty(inside);
        Assert.All(inside, turn => Assert.Equal(call.GetProperty("id").GetString(), turn.GetProperty("parentToolUseId").GetString()));
        Assert.False(turns[0].TryGetProperty("parentToolUseId", out _));
        Assert.False(turns[^1].TryGetProperty("parentToolUseId", out _));
    }

    [Fact]
    public void Messages_of_plain_text_and_lines_that_are_no_events_do_not_fail()
    {
        var root = Render.OneObject(Render.Lines(
            ["""{"type":"user","message":{"content":"plain"}}""", "7", "[1]", "not json", "", """{"type":"result","result":"done"}"""],
            OutputFormat.JsonVerbose));
        Assert.Equal(0, root.GetProperty("turns").GetArrayLength());
        Assert.Equal("done", root.GetProperty("result").GetString());
    }

    [Fact]
    public void What_init_does_not_tell_is_empty()
    {
        var system = Render.OneObject(Render.Lines(["""{"type":"system","subtype":"init"}"""], OutputFormat.JsonVerbose)).GetProperty("system");
        Assert.Equal("""{"sessionId":"","model":"","cwd":"","tools":[]}""", system.GetRawText());
    }

    private static JsonElement Rendered(string recording) => Render.OneObject(Render.Recorded(recording, OutputFormat.JsonVerbose));

    private static string Named(JsonElement block) => block.GetProperty("type").GetString() + ":" +
        (block.TryGetProperty("text", out var text) ? text : block.GetProperty("name")).GetString();

    private static string Shape(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "text" => "text " + block.GetProperty("text").GetString(),
        "thinking" => "thinking " + block.GetProperty("thinking").GetString(),
        "tool_use" => $"tool_use {block.GetProperty("id")} {block.GetProperty("name")} {block.GetProperty("input").GetRawText()}",
        "tool_result" => "tool_result " + (block.TryGetProperty("toolUseId", out var id) ? id : block.GetProperty("tool_use_id")),
        var other => other!,
    };

    private static IEnumerable<string> StreamBlocks(string recording) =>
        from line in Recording.Lines(recording)
        let root = JsonDocument.Parse(line).RootElement
        let type = root.GetProperty("type").GetString()
        where type is "assistant" or "user"
        let content = root.GetProperty("message").GetProperty("content")
        where content.ValueKind == JsonValueKind.Array
        from block in content.EnumerateArray()
        where type == "assistant" || block.GetProperty("type").GetString() == "tool_result"
        select Shape(block);
}
