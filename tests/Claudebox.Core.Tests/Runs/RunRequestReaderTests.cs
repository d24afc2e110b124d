using System.Text;
using Claudebox.Runs;

namespace Claudebox.Core.Tests.Runs;

/// <summary>A request is read from JSON in either spelling (behaviour.md 1.8.3, decision D5).</summary>
public sealed class RunRequestReaderTests
{
    [Fact]
    public void A_prompt_is_enough()
    {
        var request = Read("""{"prompt":"-p /etc/passwd\n$(x) \"ä😀\u0000"}""");
        Assert.Equal(new RunRequest { Prompt = "-p /etc/passwd\n$(x) \"ä😀\0" }, request);
    }

    [Fact]
    public void Texts_and_images_come_beside_a_prompt_or_without_one()
    {
        var request = Read("""{"prompt":"","content":[{"text":"Look:"},{"media_type":"image/gif","data":"R0lGODlhAQABAA=="}]}""");
        Assert.Equal([PromptBlock.OfText("Look:"), PromptBlock.OfImage("image/gif", "R0lGODlhAQABAA==")], request.Content);
    }

    [Theory]
    [InlineData("""
        {"prompt":"p","workspace":"w","model":"opus","effort":"high","systemPrompt":"s","appendSystemPrompt":"a","jsonSchema":"{}","noContinue":true,
         "maxBudgetUsd":0.25,"maxTurns":3,"timeoutSeconds":60,"backgroundWaitSeconds":0,"slashCommands":true,"wait":true,"async":true,
         "fireAndForget":true,"origin":"chat:1","includePartialMessages":true,"outputFormat":"json-verbose"}
        """)]
    [InlineData("""
        {"prompt":"p","workspace":"w","model":"opus","effort":"high","system_prompt":"s","append_system_prompt":"a","json_schema":"{}","no_continue":true,
         "max_budget_usd":0.25,"max_turns":3,"timeout_seconds":60,"background_wait_seconds":0,"slash_commands":true,"wait":true,"async":true,
         "fire_and_forget":true,"origin":"chat:1","include_partial_messages":true,"output_format":"json-verbose"}
        """)]
    public void Every_field_is_read_in_either_spelling(string body)
    {
        var expected = new RunRequest
        {
            Prompt = "p",
            Workspace = "w",
            Model = "opus",
            Effort = "high",
            SystemPrompt = "s",
            AppendSystemPrompt = "a",
            JsonSchema = "{}",
            NoContinue = true,
            MaxBudgetUsd = 0.25m,
            MaxTurns = 3,
            TimeoutSeconds = 60,
            BackgroundWaitSeconds = 0,
            SlashCommands = true,
            Wait = true,
            Async = true,
            FireAndForget = true,
            Origin = "chat:1",
            IncludePartialMessages = true,
            OutputFormat = "json-verbose",
        };
        Assert.Equal(expected, Read(body));
    }

    [Theory]
    [InlineData("""{"prompt":"p","systemPrompt":"camel","system_prompt":"snake"}""")]
    [InlineData("""{"prompt":"p","system_prompt":"snake","systemPrompt":"camel"}""")]
    [InlineData("""{"prompt":"p","system_prompt":7,"systemPrompt":"camel"}""")]
    public void The_camel_case_spelling_wins(string body) => Assert.Equal("camel", Read(body).SystemPrompt);

    [Theory]
    [InlineData("""{"prompt":"p","unknown":{"a":[1]},"max_cheese":3,"Model":"x"}""")]
    [InlineData("""{"prompt":"p","\ud83d":1,"\udc00_x":2}""")]
    [InlineData("""{"prompt":"p","model":null,"maxTurns":null,"noContinue":null,"environment":null,"jsonSchema":null}""")]
    public void Unknown_fields_and_nulls_are_ignored(string body) => Assert.Equal(new RunRequest { Prompt = "p" }, Read(body));

    [Fact]
    public void A_schema_may_be_an_object_and_is_kept_verbatim()
    {
        const string Schema = """{ "type":"object", "properties":{"author_name":{"maximum":1.50}} }""";
        Assert.Equal(Schema, Read("""{"prompt":"p","json_schema":""" + Schema + "}").JsonSchema);
    }

    [Fact]
    public void The_environments_names_keep_their_spelling()
    {
        var environment = Read("""{"prompt":"p","environment":{"A_b":"1","aB":"","A_B":"ä\n"}}""").Environment!;
        Assert.Equal([("A_B", "ä\n"), ("A_b", "1"), ("aB", "")], environment.Select(e => (e.Key, e.Value)).OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"prompt":"p"} x""", "not JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("\"prompt\"", "must be a JSON object")]
    public void A_body_that_is_no_object_is_refused(string body, string message)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => Read(body)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.Fields);
    }

    [Fact]
    public void A_body_that_is_no_utf8_is_refused()
    {
        byte[] body = [.. "{\"prompt\":\"a"u8, 0xC3, .. "\",\"jsonSchema\":{\"a\":\""u8, 0xFF, .. "\"}}"u8];
        var failure = Assert.Throws<ClaudeboxException>(() => RunRequestReader.Read(body)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains("UTF-8", failure.Message, StringComparison.Ordinal);
    }

    private static RunRequest Read(string body) => RunRequestReader.Read(Encoding.UTF8.GetBytes(body));
}
