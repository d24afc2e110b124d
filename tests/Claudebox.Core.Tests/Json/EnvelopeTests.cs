using System.Text;
using Claudebox.Core.Tests.Support;
using Claudebox.Json;

namespace Claudebox.Core.Tests.Json;

/// <summary>The keys of Claude Code's envelope become camelCase; data keeps every byte (faults W-014, decision D6).</summary>
public sealed class EnvelopeTests
{
    [Theory]
    [InlineData("""{"session_id":"a","total_cost_usd":0.5}""", """{"sessionId":"a","totalCostUsd":0.5}""")]
    [InlineData("""{"usage":{"cache_creation":{"ephemeral_1h_input_tokens":1}}}""", """{"usage":{"cacheCreation":{"ephemeral1hInputTokens":1}}}""")]
    [InlineData("""{"message":{"stop_reason":null,"content":[{"type":"text","is_last":true}]}}""", """{"message":{"stopReason":null,"content":[{"type":"text","isLast":true}]}}""")]
    [InlineData("""[{"a_b":[[{"c_d":1}]]}]""", """[{"aB":[[{"cD":1}]]}]""")]
    public void Keys_are_renamed_at_every_depth(string line, string expected) => Assert.Equal(expected, Camel(line));

    [Theory]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"tool_use","input":{"file_path":"/x","a_b":[{"c_d":1}]}}]}}""")]
    [InlineData("""{"permissionDenials":[{"toolName":"Bash"}],"modelUsage":{"claude_x[1m]":{"input_tokens":1}}}""")]
    [InlineData("""{"response":{"updatedInput":{"file_path":"x"}}}""")]
    public void What_tools_are_given_stays_verbatim(string line) => Assert.Equal(line, Camel(line));

    [Theory]
    [InlineData("""{"tool_input":{"file_path":"x"}}""", """{"toolInput":{"file_path":"x"}}""")]
    [InlineData("""{"tool_use_result":{"a_b":{"c_d":1}}}""", """{"toolUseResult":{"a_b":{"c_d":1}}}""")]
    [InlineData("""{"structured_output":{"author_name":"x"},"num_turns":1}""", """{"structuredOutput":{"author_name":"x"},"numTurns":1}""")]
    [InlineData("""{"message":{"content":[{"tool_use_id":"t","content":[{"type":"text","my_key":1}],"is_error":false}]}}""",
        """{"message":{"content":[{"toolUseId":"t","content":[{"type":"text","my_key":1}],"isError":false}]}}""")]
    [InlineData("""{"event":{"content_block":{"tool_use_id":"t","content":[{"my_key":1}]}}}""",
        """{"event":{"contentBlock":{"toolUseId":"t","content":[{"my_key":1}]}}}""")]
    [InlineData("""{"entries":[{"a_b":1}],"file_path":"x"}""", """{"entries":[{"a_b":1}],"filePath":"x"}""")]
    public void What_tools_and_the_model_gave_stays_verbatim_below_its_renamed_key(string line, string expected) =>
        Assert.Equal(expected, Camel(line));

    [Theory]
    [InlineData("""{"a_b": 1.50 , "c_d":1e5, "e_f":-0.0, "g_h":123456789012345678901234567890}""", """{"aB": 1.50 , "cD":1e5, "eF":-0.0, "gH":123456789012345678901234567890}""")]
    [InlineData("""{"a_b":"\u00e4\/\ud83d\ude00 \ud83d ä 😀 snake_case"}""", """{"aB":"\u00e4\/\ud83d\ude00 \ud83d ä 😀 snake_case"}""")]
    [InlineData("  {\t\"a_b\" : [ ] }\r", "  {\t\"aB\" : [ ] }\r")]
    public void Numbers_strings_and_spaces_keep_their_bytes(string line, string expected) => Assert.Equal(expected, Camel(line));

    [Theory]
    [InlineData("""{"a_b":1,"aB":2}""", """{"a_b":1,"aB":2}""")]
    [InlineData("""{"aB":1,"a_b":2}""", """{"aB":1,"a_b":2}""")]
    [InlineData("""{"a_b":1,"a__b":2}""", """{"aB":1,"a__b":2}""")]
    [InlineData("""{"a_b":1,"a__b":2,"aB":3,"c_d":4}""", """{"a_b":1,"a__b":2,"aB":3,"cD":4}""")]
    [InlineData("""{"a_b":1,"x":{"a_b":2},"\u0061B":3}""", """{"a_b":1,"x":{"aB":2},"\u0061B":3}""")]
    public void Colliding_keys_keep_their_spelling(string line, string expected) => Assert.Equal(expected, Camel(line));

    [Theory]
    [InlineData("")]
    [InlineData("not json a_b")]
    [InlineData("""{"a_b":1""")]
    [InlineData("""{"a_b":1}{"c_d":2}""")]
    [InlineData("""{'a_b':1}""")]
    public void What_is_no_json_passes_through(string line) => Assert.Equal(line, Camel(line));

    [Fact]
    public void Keys_that_are_no_text_are_left_alone()
    {
        byte[] broken = [.. "{\"a_"u8, 0xC3, .. "b\":1,\"\\ud83d_x\":2,\"c_d\":3}"u8];
        byte[] expected = [.. "{\"a_"u8, 0xC3, .. "b\":1,\"\\ud83d_x\":2,\"cD\":3}"u8];
        Assert.Equal(expected, Envelope.ToCamelCase(broken));
    }

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void A_recorded_line_changes_only_in_its_keys(string recording)
    {
        foreach (var line in Recording.Lines(recording))
        {
            var camel = Envelope.ToCamelCase(line);
            Assert.Equal(EnvelopeModel.Parse(Encoding.UTF8.GetString(line)).Expected(), Encoding.UTF8.GetString(camel));
            Assert.DoesNotContain(Render.Keys(Render.Json(Encoding.UTF8.GetString(camel))), key => key.Contains('_'));
        }
    }

    private static string Camel(string line) => Encoding.UTF8.GetString(Envelope.ToCamelCase(Encoding.UTF8.GetBytes(line)));
}
