using System.Text;
using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Json;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Views;

/// <summary>Format <c>json</c> is the result on one line, with the keys that clients know (behaviour.md 1.7).</summary>
public sealed class JsonViewTests
{
    private static readonly string[] ResultKeys =
    [
        "type", "subtype", "isError", "result", "sessionId", "uuid", "stopReason", "fastModeState", "durationMs", "durationApiMs",
        "totalCostUsd", "numTurns", "permissionDenials", "usage", "modelUsage",
    ];

    private static readonly string[] UsageKeys =
    [
        "inputTokens", "outputTokens", "cacheCreationInputTokens", "cacheReadInputTokens", "serverToolUse", "serviceTier", "cacheCreation",
        "speed", "iterations",
    ];

    [Theory]
    [MemberData(nameof(RecordingData.Streams), MemberType = typeof(RecordingData))]
    public void A_stream_gives_one_object_that_is_its_last_result(string recording)
    {
        var result = Recording.Lines(recording).LastOrDefault(line => Encoding.UTF8.GetString(line).StartsWith("""{"type":"result",""", StringComparison.Ordinal));
        var rendered = Render.Recorded(recording, OutputFormat.Json);
        var root = Render.OneObject(rendered);
        Assert.Equal("result", root.GetProperty("type").GetString());
        Assert.False(root.TryGetProperty("turns", out _));
        Assert.False(root.TryGetProperty("system", out _));
        if (result is not null)
        {
            Assert.Equal(Encoding.UTF8.GetString(Envelope.ToCamelCase(result)) + "\n", rendered);
        }
        else
        {
            Assert.Equal("error", root.GetProperty("subtype").GetString());
        }
    }

    [Fact]
    public void A_success_has_the_keys_that_clients_rely_on()
    {
        var root = Render.OneObject(Render.Recorded("streamjson-plain", OutputFormat.Json));
        Assert.Empty(ResultKeys.Except(Render.Keys(root)));
        Assert.Empty(UsageKeys.Except(Render.Keys(root.GetProperty("usage"))));
        Assert.Equal(["webSearchRequests", "webFetchRequests"], Render.Keys(root.GetProperty("usage").GetProperty("serverToolUse")));
        Assert.Equal(["ephemeral1hInputTokens", "ephemeral5mInputTokens"], Render.Keys(root.GetProperty("usage").GetProperty("cacheCreation")));
        Assert.Equal(
            ["inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens", "webSearchRequests", "costUSD", "contextWindow", "maxOutputTokens"],
            Render.Keys(root.GetProperty("modelUsage").GetProperty("claude-opus-4-8[1m]")));
    }

    [Theory]
    [InlineData("streamjson-plain", "json-plain")]
    [InlineData("schema-ok", "schema-ok-json")]
    [InlineData("maxturns-2", "maxturns-2-json")]
    public void The_keys_are_those_of_the_clis_json_mode_in_camel_case(string stream, string json)
    {
        var expected = Render.Keys(Render.Json(Recording.Text(json))).Select(KeyRule.ToCamelCase);
        Assert.Equal(expected, Render.Keys(Render.OneObject(Render.Recorded(stream, OutputFormat.Json))));
    }

    [Fact]
    public void An_answer_to_a_schema_keeps_the_schemas_names()
    {
        const string Line = """{"type":"result","structured_output":{"author_name":"A","authorName":"B"},"is_error":false}""";
        Assert.Equal(
            """{"type":"result","structuredOutput":{"author_name":"A","authorName":"B"},"isError":false}""" + "\n",
            Render.Lines([Line], OutputFormat.Json));
    }

    [Theory]
    [InlineData(OutputFormat.Json)]
    [InlineData(OutputFormat.JsonVerbose)]
    public void A_stream_without_a_result_is_an_error(OutputFormat format)
    {
        var root = Render.OneObject(Render.Recorded("sig-SIGTERM-bash", format));
        Assert.Equal("result", root.GetProperty("type").GetString());
        Assert.Equal("error", root.GetProperty("subtype").GetString());
        Assert.True(root.GetProperty("isError").GetBoolean());
        Assert.Equal(JsonValueKind.String, root.GetProperty("result").ValueKind);
    }

    [Theory]
    [InlineData(OutputFormat.Json)]
    [InlineData(OutputFormat.JsonVerbose)]
    public void The_run_and_its_workspace_are_added_when_asked_for(OutputFormat format)
    {
        var options = new EventViewOptions { RunId = "r-1", Workspace = "/workspaces/ä \"x\"" };
        foreach (var recording in new[] { "streamjson-plain", "sig-SIGTERM-bash" })
        {
            var root = Render.OneObject(Render.Recorded(recording, format, options));
            Assert.Equal("r-1", root.GetProperty("runId").GetString());
            Assert.Equal("/workspaces/ä \"x\"", root.GetProperty("workspace").GetString());
        }

        Assert.False(Render.OneObject(Render.Recorded("streamjson-plain", format)).TryGetProperty("runId", out _));
    }
}
