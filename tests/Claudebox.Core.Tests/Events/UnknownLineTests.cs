using System.Text;
using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>What this version does not know is kept as it came.</summary>
public sealed class UnknownLineTests
{
    [Theory]
    [InlineData("""{"type":"tool_progress","session_id":"s","elapsed":3}""", "tool_progress", null)]
    [InlineData("""{"type":"system","subtype":"files_persisted","session_id":"s"}""", "system", "files_persisted")]
    [InlineData("""{"type":"system","session_id":"s"}""", "system", null)]
    [InlineData("""{"type":"system","subtype":7,"session_id":"s"}""", "system", null)]
    public void An_event_of_a_newer_version_keeps_its_type_and_json(string line, string type, string? subtype)
    {
        var @event = Assert.IsType<UnknownEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)));
        Assert.Equal(type, @event.Type);
        Assert.Equal(subtype, @event.Subtype);
        Assert.Equal("s", @event.SessionId);
        Assert.Equal(line, Encoding.UTF8.GetString(@event.Line.Span));
        Assert.Equal(line, @event.Json.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Error: Input must be provided")]
    [InlineData("""{"type":"result","subtype":"succ""")]
    [InlineData("""{"type":"result"} {"type":"result"}""")]
    [InlineData("\ufeff{\"type\":\"result\"}")]
    public void A_line_that_is_no_json_is_kept_and_has_none(string line)
    {
        var @event = Assert.IsType<UnknownEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)));
        Assert.Equal("", @event.Type);
        Assert.Equal(JsonValueKind.Undefined, @event.Json.ValueKind);
        Assert.Equal(line, Encoding.UTF8.GetString(@event.Line.Span));
    }

    [Theory]
    [InlineData("7", JsonValueKind.Number)]
    [InlineData("[1,2]", JsonValueKind.Array)]
    [InlineData("null", JsonValueKind.Null)]
    [InlineData("\"result\"", JsonValueKind.String)]
    [InlineData("{}", JsonValueKind.Object)]
    [InlineData("""{"type":null}""", JsonValueKind.Object)]
    [InlineData("""{"type":["result"]}""", JsonValueKind.Object)]
    public void Json_without_a_type_is_unknown(string line, JsonValueKind kind)
    {
        var @event = Assert.IsType<UnknownEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)));
        Assert.Equal("", @event.Type);
        Assert.Equal(kind, @event.Json.ValueKind);
    }

    [Fact]
    public void Every_sample_of_a_known_event_is_known()
    {
        Assert.Equal(72, SampleLines.All.Count());
        Assert.All(SampleLines.All, line => Assert.IsNotType<UnknownEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line))));
    }
}
