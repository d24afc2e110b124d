using System.Text;
using Claudebox.Runs;

namespace Claudebox.Core.Tests.Runs;

/// <summary>Every wrong field of a request is named, all of them at once.</summary>
public sealed class WrongRequestTests
{
    [Theory]
    [InlineData("{}", "prompt", "is required")]
    [InlineData("""{"prompt":null}""", "prompt", "is required")]
    [InlineData("""{"prompt":7}""", "prompt", "must be a string")]
    [InlineData("""{"prompt":" \n\t"}""", "prompt", "must not be empty")]
    [InlineData("""{"prompt":"\ud83d"}""", "prompt", "must be valid Unicode")]
    [InlineData("""{"prompt":"p","workspace":"a\u0000b"}""", "workspace", "must not hold a NUL character")]
    [InlineData("""{"prompt":"p","model":""}""", "model", "must be a model name")]
    [InlineData("""{"prompt":"p","model":"a\nb"}""", "model", "must be a model name")]
    [InlineData("""{"prompt":"p","effort":"huge"}""", "effort", "must be one of low, medium, high, xhigh, max")]
    [InlineData("""{"prompt":"p","system_prompt":["s"]}""", "systemPrompt", "must be a string")]
    [InlineData("""{"prompt":"p","noContinue":"true"}""", "noContinue", "must be true or false")]
    [InlineData("""{"prompt":"p","async":1}""", "async", "must be true or false")]
    [InlineData("""{"prompt":"p","resume":"--last"}""", "resume", "must be a session id (a UUID)")]
    [InlineData("""{"prompt":"p","resume":"11111111-1111-4111-8111-111111111111","noContinue":true}""", "resume", "cannot be combined with noContinue")]
    [InlineData("""{"prompt":"p","maxBudgetUsd":0}""", "maxBudgetUsd", "must be greater than 0, not 0")]
    [InlineData("""{"prompt":"p","maxBudgetUsd":1e400}""", "maxBudgetUsd", "must be a number")]
    [InlineData("""{"prompt":"p","max_turns":-1}""", "maxTurns", "must be greater than 0, not -1")]
    [InlineData("""{"prompt":"p","maxTurns":1.5}""", "maxTurns", "must be a whole number")]
    [InlineData("""{"prompt":"p","timeoutSeconds":0}""", "timeoutSeconds", "must be greater than 0, not 0")]
    [InlineData("""{"prompt":"p","timeoutSeconds":2592001}""", "timeoutSeconds", "must be at most 2592000 (30 days)")]
    [InlineData("""{"prompt":"p","timeoutSeconds":99999999999}""", "timeoutSeconds", "must be a whole number")]
    [InlineData("""{"prompt":"p","backgroundWaitSeconds":-1}""", "backgroundWaitSeconds", "must be 0 to 2592000 (30 days)")]
    [InlineData("""{"prompt":"p","origin":""}""", "origin", "must be 1 to 64 letters, digits, ':', '-' or '_'")]
    [InlineData("""{"prompt":"p","origin":"../x"}""", "origin", "must be 1 to 64 letters, digits, ':', '-' or '_'")]
    [InlineData("""{"prompt":"p","outputFormat":"xml"}""", "outputFormat", "must be json or json-verbose")]
    [InlineData("""{"prompt":"p","content":"text"}""", "content", "must be an array of objects")]
    [InlineData("""{"prompt":"p","content":["text"]}""", "content", "must be an array of objects")]
    [InlineData("""{"prompt":"p","content":[{"text":"a"},{}]}""", "content[1]", "must have a text, or the mediaType and data of an image")]
    [InlineData("""{"prompt":"p","content":[{"text":"a","data":"iVBORw0KGgo="}]}""", "content[0]", "must have either a text, or the mediaType and data of an image")]
    [InlineData("""{"prompt":"p","content":[{"mediaType":"image/bmp","data":"Qk0="}]}""", "content[0]", "must be an image of type image/png, image/jpeg, image/gif, image/webp")]
    [InlineData("""{"prompt":"p","content":[{"mediaType":"image/png","data":"%"}]}""", "content[0]", "must be valid base64")]
    [InlineData("""{"prompt":"p","content":[{"mediaType":"image/png","data":"R0lGODlhAQABAA=="}]}""", "content[0]", "is no image/png")]
    [InlineData("""{"prompt":" ","content":[{"text":"no image"}]}""", "prompt", "must not be empty")]
    [InlineData("""{"prompt":"p","environment":[]}""", "environment", "must be an object of strings")]
    [InlineData("""{"prompt":"p","environment":{"A":1}}""", "environment.A", "must be a string")]
    [InlineData("""{"prompt":"p","environment":{"A":"\ud83d"}}""", "environment.A", "must be valid Unicode")]
    [InlineData("""{"prompt":"p","environment":{"A":"x\u0000"}}""", "environment.A", "must not hold a NUL character")]
    [InlineData("""{"prompt":"p","environment":{"A=B":"x"}}""", "environment", "'A=B' is not a variable name: it takes letters, digits and underscores, and no digit first")]
    [InlineData("""{"prompt":"p","environment":{"1X":"x"}}""", "environment", "'1X' is not a variable name: it takes letters, digits and underscores, and no digit first")]
    [InlineData("""{"prompt":"p","environment":{"A\u0000B":"x"}}""", "environment", "'AB' is not a variable name: it takes letters, digits and underscores, and no digit first")]
    [InlineData("""{"prompt":"p","environment":{"":"x"}}""", "environment", "'' is not a variable name: it takes letters, digits and underscores, and no digit first")]
    public void A_wrong_field_is_named(string body, string field, string error)
    {
        var failure = Failure(body);
        Assert.Equal([(field, error)], failure.Fields!.Select(e => (e.Key, e.Value)));
        Assert.Equal($"The request is not valid: {field} {error}.", failure.Message);
    }

    [Theory]
    [InlineData("7", "must be a string")]
    [InlineData("\"{\"", "is not valid JSON")]
    [InlineData("\"[]\"", "must be a JSON object")]
    [InlineData("\"true\"", "must be a JSON object")]
    [InlineData("""{"type":"array"}""", "must describe an object (\"type\": \"object\") at its top level")]
    [InlineData("""{"type":null}""", "must describe an object (\"type\": \"object\") at its top level")]
    [InlineData("""{"type":["object"]}""", "must describe an object (\"type\": \"object\") at its top level")]
    [InlineData("""{"type":"\ud83d"}""", "must describe an object (\"type\": \"object\") at its top level")]
    [InlineData("""{"\ud83d":1,"type":"array"}""", "must describe an object (\"type\": \"object\") at its top level")]
    public void A_schema_that_can_never_be_met_is_named(string schema, string error) =>
        Assert.Equal(error, Assert.Contains("jsonSchema", Failure("""{"prompt":"p","jsonSchema":""" + schema + "}").Fields!));

    [Fact]
    public void A_schema_longer_than_an_argument_may_be_is_named()
    {
        static string Schema(int bytes) => """{"a":"äx""" + new string('y', bytes - 11) + "\"}";

        Assert.Equal(131_071, Encoding.UTF8.GetByteCount(Schema(131_071)));
        RunRequestRules.Check(new RunRequest { Prompt = "p", JsonSchema = Schema(131_071) });
        var failure = Assert.Throws<ClaudeboxException>(() => RunRequestRules.Check(new RunRequest { Prompt = "p", JsonSchema = Schema(131_072) })).Failure;
        Assert.Equal("must be at most 131071 bytes", failure.Fields!["jsonSchema"]);
    }

    [Fact]
    public void A_schema_from_the_host_with_an_unpaired_surrogate_is_named()
    {
        var request = new RunRequest { Prompt = "p", JsonSchema = "{\"title\":\"" + '\ud83d' + "\"}" };
        Assert.Contains("jsonSchema", Assert.Throws<ClaudeboxException>(() => RunRequestRules.Check(request)).Failure.Fields!);
    }

    [Fact]
    public void All_wrong_fields_are_named_at_once()
    {
        var failure = Failure("""{"model":1,"effort":"x","max_turns":"3","wait":0,"environment":{"A":1,"B":2},"origin":"a b"}""");
        Assert.Equal(
            ["effort", "environment.A", "environment.B", "maxTurns", "model", "origin", "prompt", "wait"],
            failure.Fields!.Keys.Order(StringComparer.Ordinal));
        Assert.All(failure.Fields!, field => Assert.Contains($"{field.Key} {field.Value}", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_does_not_repeat_a_secret()
    {
        var failure = Failure("""{"prompt":"p","environment":{"TOKEN":"s3cret\u0000"},"maxTurns":"s3cret"}""");
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
        Assert.All(failure.Fields!.Values, error => Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal));
    }

    private static RunFailure Failure(string body)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => RunRequestReader.Read(Encoding.UTF8.GetBytes(body))).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        return failure;
    }
}
