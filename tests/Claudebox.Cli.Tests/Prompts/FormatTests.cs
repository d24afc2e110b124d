using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>The four formats, as other programs read them.</summary>
public sealed class FormatTests(SharedBox box) : IClassFixture<SharedBox>
{
    private const string LongResult = "[sim:bash command=\"head -c 5000 /dev/zero | tr '\\\\0' x\" text=done]";

    [Fact]
    public async Task Json_is_one_object_with_cost_and_tokens()
    {
        var result = await box.JsonAsync("as json", "--output-format", "json");

        Assert.Equal("You said: as json", result.GetProperty("result").GetString());
        Assert.Equal("success", result.GetProperty("subtype").GetString());
        Assert.True(result.GetProperty("totalCostUsd").GetDecimal() > 0);
        Assert.Equal(12, result.GetProperty("usage").GetProperty("inputTokens").GetInt32());
        Assert.Equal(25, result.GetProperty("usage").GetProperty("outputTokens").GetInt32());
        Assert.Equal(0, result.GetProperty("usage").GetProperty("serverToolUse").GetProperty("webSearchRequests").GetInt32());
        Assert.True(result.GetProperty("durationMs").GetInt32() > 0);
        Assert.Equal(1, result.GetProperty("numTurns").GetInt32());
        Assert.Empty(result.GetProperty("permissionDenials").EnumerateArray());
        Assert.Equal("end_turn", result.GetProperty("stopReason").GetString());
        Assert.Equal(box.Workspace, result.GetProperty("workspace").GetString());
        Assert.Equal(0, result.GetProperty("exitCode").GetInt32());
        Assert.True(Guid.TryParse(result.GetProperty("sessionId").GetString(), out _));
        Assert.False(result.TryGetProperty("turns", out _));
        Assert.False(result.TryGetProperty("error", out _));

        // Names of models are data: no rule of keys touches them.
        Assert.Contains(result.GetProperty("modelUsage").EnumerateObject(), model => model.Name.StartsWith("claude-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_verbose_shows_every_turn_in_order()
    {
        var result = await box.JsonAsync("[sim:bash say='First a look.' command='echo from the tool' text=Done]", "--output-format=json-verbose");

        var turns = result.GetProperty("turns").EnumerateArray().ToList();
        Assert.Equal(["assistant", "tool_result", "assistant"], turns.Select(turn => turn.GetProperty("role").GetString()));
        var first = turns[0].GetProperty("content").EnumerateArray().ToList();
        Assert.Equal(["text", "tool_use"], first.Select(block => block.GetProperty("type").GetString()));
        Assert.Equal("echo from the tool", first[1].GetProperty("input").GetProperty("command").GetString());
        var answered = turns[1].GetProperty("content")[0];
        Assert.Equal(first[1].GetProperty("id").GetString(), answered.GetProperty("toolUseId").GetString());
        Assert.Equal("from the tool", answered.GetProperty("content").GetString());
        Assert.Equal("Done", result.GetProperty("result").GetString());
        Assert.Equal(result.GetProperty("sessionId").GetString(), result.GetProperty("system").GetProperty("sessionId").GetString());
        Assert.Contains("Bash", result.GetProperty("system").GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()));
    }

    [Fact]
    public async Task Json_verbose_cuts_a_long_tool_result_and_says_of_what()
    {
        var result = await box.JsonAsync(LongResult, "--output-format", "json-verbose");

        var block = result.GetProperty("turns")[1].GetProperty("content")[0];
        var whole = new string('x', 5000);
        Assert.Equal(whole[..2000], block.GetProperty("content").GetString());
        Assert.True(block.GetProperty("truncated").GetBoolean());
        Assert.Equal(5000, block.GetProperty("totalLength").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole))), block.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Stream_json_comes_line_by_line_while_the_run_goes_on()
    {
        await using var run = box.Start("[sim:text text=Answer gate=stream-json-goes-on]", "--output-format", "stream-json");
        run.Input.Close();

        var first = await run.ReadLineAsync();
        Assert.False(run.HasExited);
        box.Model.OpenGate("stream-json-goes-on");
        var result = await run.WaitAsync();

        Assert.Equal(0, result.ExitCode);
        var events = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("init", JsonDocument.Parse(first!).RootElement.GetProperty("subtype").GetString());
        Assert.Equal("Answer", events[^1].GetProperty("result").GetString());
        Assert.DoesNotContain(events, item => item.GetProperty("type").GetString() == "stream_event");
    }

    [Fact]
    public async Task Stream_json_has_pieces_of_messages_and_limits_of_rate_where_there_are_any()
    {
        box.Variables.Remove("ANTHROPIC_API_KEY");
        box.Variables["CLAUDE_CODE_OAUTH_TOKEN"] = "sk-ant-oat01-of-the-tests-0123456789";
        try
        {
            var output = await box.SucceedAsync("[sim:long deltas=3 delay=0]", "--output-format", "stream-json", "--include-partial-messages");
            var types = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()).ToList();

            Assert.Contains("stream_event", types);
            Assert.Contains("rate_limit_event", types);
            Assert.Equal("result", types[^1]);
        }
        finally
        {
            box.Variables.Remove("CLAUDE_CODE_OAUTH_TOKEN");
            box.Variables["ANTHROPIC_API_KEY"] = CommandBox.ApiKey;
        }
    }

    [Fact]
    public async Task A_schema_gives_an_object_whose_keys_are_the_callers()
    {
        const string Schema = """{"type":"object","properties":{"author_name":{"type":"string"}},"required":["author_name"]}""";
        const string Prompt = """[sim:schema json='{"author_name": "Ada"}']""";
        await File.WriteAllTextAsync(Path.Combine(box.Workspace, "schema.json"), Schema, TestContext.Current.CancellationToken);

        foreach (var schema in (string[])[Schema, "@schema.json"])
        {
            var result = await box.JsonAsync(Prompt, "--json-schema", schema, "--output-format", "json");
            Assert.Equal("""{"author_name":"Ada"}""", result.GetProperty("structuredOutput").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Text_is_the_answer_alone()
    {
        Assert.Equal("one\ntwo\n", await box.SucceedAsync("[sim:bash say='Not this.' command=true text='one\ntwo']"));
    }
}
