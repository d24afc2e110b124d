using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>The members of the lines of type <c>stream_event</c>, against real lines.</summary>
public sealed class StreamEventTests
{
    private const string Thinking = "stream_event content_block_delta thinking_delta / signature_delta";
    private const string Ends = "stream_event content_block_stop / message_delta / message_stop";

    [Theory]
    [InlineData("stream_event message_start (carries ttft_ms)", 0, "message_start", null, null)]
    [InlineData("stream_event content_block_start", 0, "content_block_start", 0, null)]
    [InlineData("stream_event content_block_delta text_delta", 0, "content_block_delta", 0, "text_delta")]
    [InlineData("stream_event content_block_delta input_json_delta", 0, "content_block_delta", 1, "input_json_delta")]
    [InlineData(Thinking, 0, "content_block_delta", 0, "thinking_delta")]
    [InlineData(Thinking, 1, "content_block_delta", 0, "signature_delta")]
    [InlineData(Ends, 0, "content_block_stop", 0, null)]
    [InlineData(Ends, 1, "message_delta", null, null)]
    [InlineData(Ends, 2, "message_stop", null, null)]
    public void A_stream_event_names_the_apis_event_its_block_and_its_delta(string title, int line, string type, int? index, string? delta)
    {
        var @event = SampleLines.Event<StreamEvent>(title, line);
        Assert.Equal(type, @event.EventType);
        Assert.Equal(index, @event.Index);
        Assert.Equal(delta, @event.DeltaType);
        Assert.True(@event.IsPartial);
    }

    [Fact]
    public void A_delta_carries_its_piece()
    {
        Assert.Equal("I will run echo.", SampleLines.Event<StreamEvent>("stream_event content_block_delta text_delta").Text);
        Assert.Equal("{\"command\":\"echo hi\",\"", SampleLines.Event<StreamEvent>("stream_event content_block_delta input_json_delta").PartialJson);
        Assert.Equal("Let me think about it carefully.", SampleLines.Event<StreamEvent>(Thinking).Thinking);
        Assert.Equal("end_turn", SampleLines.Event<StreamEvent>(Ends, 1).StopReason);
    }

    [Theory]
    [InlineData("streamjson-partial")]
    [InlineData("long-partial")]
    [InlineData("partial-bash")]
    [InlineData("partial-think")]
    public void The_deltas_add_up_to_the_blocks(string recording)
    {
        var events = Recording.Lines(recording).Select(line => ClaudeEvent.Parse(line)).ToList();
        var blocks = events.OfType<AssistantEvent>().SelectMany(message => message.Blocks).ToList();
        var deltas = events.OfType<StreamEvent>().ToList();
        Assert.Equal(
            string.Concat(blocks.OfType<TextBlock>().Select(block => block.Text)),
            string.Concat(deltas.Select(delta => delta.Text)));
        Assert.Equal(
            string.Concat(blocks.OfType<ThinkingBlock>().Select(block => block.Thinking)),
            string.Concat(deltas.Select(delta => delta.Thinking)));
    }
}
