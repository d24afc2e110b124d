using System.Text;
using System.Text.Json;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>What a script learns of a prompt that did not go well.</summary>
public sealed class FailureTests(SharedBox box) : IClassFixture<SharedBox>
{
    private const string Refused = "[sim:error status=401 message='invalid x-api-key' should-retry=false]";

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("json-verbose")]
    [InlineData("stream-json")]
    public async Task A_refused_key_is_exit_code_1_in_every_format(string format)
    {
        var result = await box.RunAsync(Refused, "--output-format", format);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("claudebox: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("ANTHROPIC_API_KEY", result.Error, StringComparison.Ordinal);
        if (format == "text")
        {
            Assert.Equal("", result.Output);
            return;
        }

        // Claude Code's own result is kept.
        using var last = JsonDocument.Parse(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal("result", last.RootElement.GetProperty("type").GetString());
        Assert.True(last.RootElement.GetProperty("isError").GetBoolean());
        if (format != "stream-json")
        {
            Assert.Equal("AuthenticationFailed", last.RootElement.GetProperty("error").GetProperty("code").GetString());
            Assert.Equal(1, last.RootElement.GetProperty("exitCode").GetInt32());
        }
    }

    [Theory]
    [InlineData("BudgetExceeded", "[sim:expensive output=30000]", "--max-budget-usd", "0.5")]
    [InlineData("MaxTurnsReached", "[sim:steps]", "--max-turns", "1")]
    [InlineData("SchemaUnsatisfied", "[sim:schema-never]", "--json-schema", """{"type":"object","properties":{"a":{"type":"string"}}}""")]
    [InlineData("ClaudeTimedOut", "[sim:silence]", "--timeout", "2")]
    public async Task A_limit_that_is_reached_is_exit_code_1_and_says_which(string code, params string[] arguments)
    {
        var result = await box.RunAsync(["-p", .. arguments, "--no-continue", "--output-format", "json"]);

        Assert.Equal(1, result.ExitCode);
        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal(code, document.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public async Task A_session_that_does_not_exist_is_exit_code_1()
    {
        var result = await box.RunAsync("go on with it", "--resume", "00000000-0000-4000-8000-000000000000");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("00000000-0000-4000-8000-000000000000", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Model.Requests, request => request.PromptText == "go on with it");
    }

    [Theory]
    [InlineData("unknown option '--modle'. Did you mean '--model'?", "--modle", "x", "a prompt")]
    [InlineData("--effort must be one of low, medium, high, xhigh, max, not 'hihg'.", "a prompt", "--effort", "hihg")]
    [InlineData("--output-format must be one of text, json, json-verbose, stream-json, not 'yaml'.", "a prompt", "--output-format=yaml")]
    [InlineData("--max-budget-usd must be a number greater than 0", "a prompt", "--max-budget-usd", "1,5")]
    [InlineData("The option --model needs a value.", "a prompt", "--model")]
    [InlineData("'--model' expects a single argument", "a prompt", "--model", "opus", "--model", "haiku")]
    [InlineData("must be a session id", "a prompt", "--resume", "yesterday")]
    [InlineData("--json-schema is not valid JSON", "a prompt", "--json-schema", "{")]
    [InlineData("does not exist", "a prompt", "--workspace", "/nowhere/at/all")]
    [InlineData("does not exist", "a prompt", "--mount", "/nowhere/at/all:/data")]
    [InlineData("cannot be read", "--prompt-file", "missing.txt")]
    [InlineData("not both", "--prompt-file", "missing.txt", "a prompt")]
    [InlineData("unexpected argument 'the' of 'stop'", "stop", "the", "server")]
    [InlineData("unknown option '--al' of 'runs'. Did you mean '--all'?", "runs", "--al")]
    public async Task A_wrong_command_line_is_exit_code_2_and_says_what_is_wrong(string message, params string[] arguments)
    {
        var result = await box.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DockerUnavailable", "--docker-host", "unix:///nowhere/docker.sock")]
    [InlineData("ImageNotFound", "--image", "claudebox-cli-tests:missing")]
    public async Task Without_engine_or_image_it_is_exit_code_3(string what, params string[] arguments)
    {
        var result = await box.RunAsync(["a prompt", .. arguments]);

        Assert.True((3, "") == (result.ExitCode, result.Output), what);
        Assert.StartsWith("claudebox: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(arguments[1], result.Error, StringComparison.Ordinal);

        // What to do about it is said once.
        Assert.Equal(2, result.Error.Split(arguments[0], StringSplitOptions.None).Length);
        Assert.DoesNotContain("build it", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_longer_than_a_prompt_can_be_is_refused_in_time()
    {
        var result = await box.RunWithAsync(Encoding.UTF8.GetBytes(new string('x', (32 << 20) + 1)), "-p");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("32 MiB", result.Error, StringComparison.Ordinal);
    }
}
