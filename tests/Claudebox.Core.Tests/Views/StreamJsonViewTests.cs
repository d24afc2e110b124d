using System.Buffers;
using System.Text;
using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Events;
using Claudebox.Json;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Views;

/// <summary>Format <c>stream-json</c> is one line per event, written as it happens.</summary>
public sealed class StreamJsonViewTests
{
    [Theory]
    [MemberData(nameof(RecordingData.All), MemberType = typeof(RecordingData))]
    public void Every_event_is_a_line_in_its_place(string recording)
    {
        var options = new EventViewOptions { IncludePartialMessages = true };
        Assert.Equal(Expected(Recording.Lines(recording)), Render.Recorded(recording, OutputFormat.StreamJson, options));
    }

    [Theory]
    [MemberData(nameof(RecordingData.All), MemberType = typeof(RecordingData))]
    public void Partial_messages_are_left_out_unless_asked_for(string recording)
    {
        var whole = Recording.Lines(recording).Where(line => !IsPartial(line));
        Assert.Equal(Expected(whole), Render.Recorded(recording, OutputFormat.StreamJson));
    }

    [Fact]
    public void Left_out_are_the_stream_events_and_the_requests()
    {
        var all = Recording.Lines("partial-bash").Count;
        Assert.Equal(17 + 2, all - Render.Recorded("partial-bash", OutputFormat.StreamJson).Count(c => c == '\n'));
    }

    [Fact]
    public void An_event_is_written_when_it_comes()
    {
        var output = new ArrayBufferWriter<byte>();
        var view = EventView.Create(OutputFormat.StreamJson, output);
        view.Add(ClaudeEvent.Parse("""{"type":"x","a_b":1}"""u8.ToArray()));
        Assert.Equal("{\"type\":\"x\",\"aB\":1}\n", Encoding.UTF8.GetString(output.WrittenSpan));
        view.Complete();
        Assert.Equal("{\"type\":\"x\",\"aB\":1}\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Lines_that_are_no_json_pass_and_blank_ones_do_not() =>
        Assert.Equal("warning: a_b\n7\n", Render.Lines(["warning: a_b", "", " \t\r", "7"], OutputFormat.StreamJson));

    private static string Expected(IEnumerable<byte[]> lines) =>
        string.Concat(lines.Select(line => Encoding.UTF8.GetString(Envelope.ToCamelCase(line)) + "\n"));

    private static bool IsPartial(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var type) &&
                (type.GetString() == "stream_event" ||
                (root.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && status.GetString() == "requesting"));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
