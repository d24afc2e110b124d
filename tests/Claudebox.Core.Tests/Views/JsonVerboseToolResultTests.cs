using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Views;

/// <summary>Format <c>json-verbose</c> shortens long tool results and says so.</summary>
public sealed class JsonVerboseToolResultTests
{
    [Fact]
    public void A_result_of_2000_characters_is_whole()
    {
        var text = new string('ä', 2000);
        var result = Result(JsonSerializer.Serialize(text));
        Assert.Equal(text, result.GetProperty("content").GetString());
        Assert.Equal(["type", "toolUseId", "isError", "content"], Render.Keys(result));
    }

    [Fact]
    public void A_result_of_5000_characters_is_cut_to_2000_with_its_length_and_digest()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => "aä\n\"日"[i % 5]));
        var result = Result(JsonSerializer.Serialize(text));
        Assert.Equal(text[..2000], result.GetProperty("content").GetString());
        Assert.True(result.GetProperty("truncated").GetBoolean());
        Assert.Equal(5000, result.GetProperty("totalLength").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), result.GetProperty("sha256").GetString());
    }

    [Fact]
    public void A_cut_does_not_split_a_character()
    {
        var result = Result(JsonSerializer.Serialize(new string('a', 1999) + "😀" + new string('b', 10)));
        Assert.Equal(new string('a', 1999), result.GetProperty("content").GetString());
        Assert.Equal(2011, result.GetProperty("totalLength").GetInt32());
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""", "a\nb")]
    [InlineData("""[{"type":"image","source":{"data":"…"}}]""", "[image]")]
    [InlineData("""[]""", "")]
    [InlineData("""null""", "")]
    [InlineData("""{"file_path":"x"}""", """{"file_path":"x"}""")]
    public void Other_results_become_text(string content, string expected) =>
        Assert.Equal(expected, Result(content).GetProperty("content").GetString());

    [Fact]
    public void A_failed_call_says_so() => Assert.True(Result("\"x\"", isError: "true").GetProperty("isError").GetBoolean());

    private static JsonElement Result(string content, string isError = "false")
    {
        var line = """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","is_error":""" + isError + ",\"content\":" + content + "}]}}";
        var turn = Render.OneObject(Render.Lines([line], OutputFormat.JsonVerbose)).GetProperty("turns")[0];
        Assert.Equal("tool_result", turn.GetProperty("role").GetString());
        var result = turn.GetProperty("content")[0];
        Assert.Equal("t1", result.GetProperty("toolUseId").GetString());
        return result;
    }
}
