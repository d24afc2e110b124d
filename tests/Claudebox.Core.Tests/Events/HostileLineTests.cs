using System.Text;
using System.Text.Json.Nodes;
using Claudebox.Core.Tests.Support;
using Claudebox.Events;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Events;

/// <summary>No line makes the reader or a view fail, whatever stands in it (faults W-095 and W-096).</summary>
public sealed class HostileLineTests
{
    private static readonly string[] Wrong =
        ["null", "7", "-1e999", "1e999", "123456789012345678901234567890.5", "true", "\"text\"", "\"\\ud83d\"", "[]", "[null,7,\"x\",[],{}]", "{}", "{\"type\":7}", "{\"\\ud83d\":1}"];

    [Fact]
    public void Any_member_of_any_event_may_be_of_any_kind()
    {
        var count = 0;
        foreach (var variant in SampleLines.All.SelectMany(line => Variants(JsonNode.Parse(line)!.AsObject())))
        {
            RenderEverywhere(Encoding.UTF8.GetBytes(variant));
            count++;
        }

        Assert.True(count > 10_000);
    }

    [Theory]
    [InlineData("""{"type":"assistant","message":null}""")]
    [InlineData("""{"type":"user","message":{"content":[{"type":"tool_result","content":[{"type":"image","source":{}},7,null]}]}}""")]
    [InlineData("""{"type":"user","message":{"content":"\udc00 alone"},"uuid":"\ud83d"}""")]
    [InlineData("""{"\ud83d":1,"type":"result","result":"x","\ud83dx":{"a_b":1}}""")]
    [InlineData("""{"type":"\ud83d"}""")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"\ud83d","text":"x"},{"type":"tool_use","input":"\ud83d","name":"\ude00"}]}}""")]
    [InlineData("""{"type":"rate_limit_event","rate_limit_info":{"resetsAt":9223372036854775807,"utilization":1e999}}""")]
    [InlineData("""{"type":"result","duration_ms":-1e308,"total_cost_usd":1e308,"num_turns":99999999999}""")]
    [InlineData("""{"type":"result","type":"assistant","type":"result"}""")]
    public void A_malicious_line_does_not_throw(string line) => RenderEverywhere(Encoding.UTF8.GetBytes(line));

    [Fact]
    public void Broken_utf8_does_not_throw_and_keeps_its_bytes()
    {
        foreach (var line in SampleLines.All.Select(Encoding.UTF8.GetBytes))
        {
            for (var i = 0; i < line.Length; i += 13)
            {
                var broken = (byte[])line.Clone();
                broken[i] = 0xC3;
                Assert.Equal(broken, ClaudeEvent.Parse(broken).Line.ToArray());
                RenderEverywhere(broken);
            }
        }
    }

    [Fact]
    public void Broken_utf8_inside_a_text_leaves_the_rest_readable()
    {
        byte[] line = [.. "{\"type\":\"result\",\"result\":\"before "u8, 0xC3, .. " after\",\"num_turns\":3}"u8];
        var result = Assert.IsType<ResultEvent>(ClaudeEvent.Parse(line));
        Assert.Equal("before \ufffd after", result.Result);
        Assert.Equal(3, result.NumTurns);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(510)]
    [InlineData(600)]
    [InlineData(100_000)]
    public void Depth_does_not_throw(int depth)
    {
        var nested = new string('[', depth) + new string(']', depth);
        RenderEverywhere(Encoding.UTF8.GetBytes($$"""{"type":"result","deep":{{nested}}}"""));
        RenderEverywhere(Encoding.UTF8.GetBytes(
            """{"type":"assistant","message":{"content":[{"type":"tool_use","input":""" + nested + "}]}}"));
    }

    [Fact]
    public void A_depth_of_400_is_still_read()
    {
        var nested = new string('[', 399) + new string(']', 399);
        var line = Encoding.UTF8.GetBytes($$"""{"type":"result","structured_output":{{nested}}}""");
        Assert.Equal(nested, Assert.IsType<ResultEvent>(ClaudeEvent.Parse(line)).StructuredOutput?.GetRawText());
    }

    private static void RenderEverywhere(byte[] line)
    {
        Assert.Equal(line.Length, ClaudeEvent.Parse(line).Line.Length);
        _ = EventPeek.IsPartial(line);
        foreach (var format in Enum.GetValues<OutputFormat>())
        {
            var rendered = Render.Lines([line], format);
            if (format is OutputFormat.Json or OutputFormat.JsonVerbose)
            {
                Render.OneObject(rendered);
            }
        }
    }

    // Every member at every depth replaced by every kind of value, and taken away.
    private static IEnumerable<string> Variants(JsonObject root) => Places(root).SelectMany(place =>
        Wrong.Select(value => Replaced(root, place, value)).Append(Replaced(root, place, null)));

    private static IEnumerable<object[]> Places(JsonNode node) => node switch
    {
        JsonObject o => o.SelectMany(m => Below(m.Key, m.Value)),
        JsonArray { Count: > 0 } a => Below(0, a[0]),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object key, JsonNode? child) =>
        new[] { new[] { key } }.Concat(child is null ? [] : Places(child).Select(rest => (object[])[key, .. rest]));

    private static string Replaced(JsonObject root, object[] place, string? value)
    {
        const string Marker = "\"<replaced>\"";
        var copy = root.DeepClone();
        var parent = copy;
        foreach (var key in place[..^1])
        {
            parent = key is string name ? parent[name]! : parent[(int)key]!;
        }

        if (value is null && parent is JsonObject o)
        {
            o.Remove((string)place[^1]);
        }
        else if (parent is JsonObject target)
        {
            target[(string)place[^1]] = "<replaced>";
        }
        else
        {
            parent[(int)place[^1]] = "<replaced>";
        }

        return copy.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace(Marker, value ?? "null", StringComparison.Ordinal);
    }
}
