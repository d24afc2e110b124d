using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>Every line that a real Claude Code wrote is read, keeps its bytes, and is of a class of its own.</summary>
public sealed class RecordedLinesTests
{
    [Fact]
    public void There_are_recordings_of_streams_and_of_other_output()
    {
        Assert.True(Recording.Streams.Count() >= 60);
        Assert.True(Recording.All.Count() > Recording.Streams.Count());
    }

    [Theory]
    [MemberData(nameof(RecordingData.All), MemberType = typeof(RecordingData))]
    public void A_recorded_line_keeps_every_byte(string recording)
    {
        foreach (var line in Recording.Lines(recording))
        {
            Assert.Equal(line, ClaudeEvent.Parse(line).Line.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void A_recorded_event_has_a_class_of_its_own(string recording)
    {
        foreach (var line in Recording.Lines(recording))
        {
            var @event = ClaudeEvent.Parse(line);
            Assert.IsNotType<UnknownEvent>(@event);
            Assert.Equal(@event.Json.GetProperty("type").GetString(), @event.Type);
            Assert.Equal(@event is SystemEvent, @event.Type == "system");
        }
    }

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void Every_event_but_the_control_protocols_names_its_session(string recording)
    {
        foreach (var @event in Recording.Lines(recording).Select(line => ClaudeEvent.Parse(line)))
        {
            Assert.Equal(@event is ControlRequestEvent or ControlResponseEvent, @event.SessionId is null);
            Assert.Equal(@event is ControlRequestEvent or ControlResponseEvent, @event.Uuid is null);
        }
    }

    [Theory]
    [MemberData(nameof(RecordingData.All), MemberType = typeof(RecordingData))]
    public void A_peek_agrees_with_the_event(string recording)
    {
        foreach (var line in Recording.Lines(recording))
        {
            var @event = ClaudeEvent.Parse(line);
            Assert.Equal(@event.IsPartial, EventPeek.IsPartial(line));
            Assert.Equal(@event is ResultEvent, EventPeek.IsOfType(line, "result"));
            Assert.Equal(@event.Type.Length > 0, EventPeek.IsOfType(line, @event.Type));
        }
    }

    [Theory]
    [InlineData("util-version")]
    [InlineData("util-auth-status")]
    [InlineData("text-plain")]
    public void Output_that_is_no_stream_is_unknown_and_kept(string recording)
    {
        Assert.NotEmpty(Recording.Lines(recording));
        foreach (var line in Recording.Lines(recording))
        {
            var @event = Assert.IsType<UnknownEvent>(ClaudeEvent.Parse(line));
            Assert.Equal("", @event.Type);
            Assert.Equal(line, @event.Line.ToArray());
        }
    }
}
