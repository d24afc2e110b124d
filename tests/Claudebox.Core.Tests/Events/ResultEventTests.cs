using System.Text;
using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>The members of the lines of type <c>result</c>, against real lines.</summary>
public sealed class ResultEventTests
{
    [Fact]
    public void A_success_has_its_text_its_cost_and_its_tokens()
    {
        var result = SampleLines.Event<ResultEvent>("result success");
        Assert.Equal("success", result.Subtype);
        Assert.False(result.IsError);
        Assert.Equal("The command printed hi.", result.Result);
        Assert.Equal(2, result.NumTurns);
        Assert.Equal(TimeSpan.FromMilliseconds(196), result.Duration);
        Assert.Equal(TimeSpan.FromMilliseconds(105), result.ApiDuration);
        Assert.Equal(0.00693m, result.TotalCostUsd);
        Assert.Equal("end_turn", result.StopReason);
        Assert.Equal("completed", result.TerminalReason);
        Assert.Equal(new TokenUsage(24, 50, 200, 4000), result.Usage);
        Assert.Equal(36, result.ModelUsage?.GetProperty("claude-opus-4-8[1m]").GetProperty("inputTokens").GetInt32());
        Assert.Null(result.ApiErrorStatus);
        Assert.Null(result.StructuredOutput);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void A_success_can_be_an_error()
    {
        var result = SampleLines.Event<ResultEvent>("result \"success\" that is an ERROR (is_error true, exit 1)");
        Assert.Equal("success", result.Subtype);
        Assert.True(result.IsError);
        Assert.Equal(400, result.ApiErrorStatus);
        Assert.Equal("API Error: 400 messages.0: fake bad request", result.Result);
    }

    [Fact]
    public void The_answer_to_a_schema_is_kept_verbatim()
    {
        var result = SampleLines.Event<ResultEvent>("result success with --json-schema");
        Assert.Equal("""{"name":"Bob","age":42}""", result.StructuredOutput?.GetRawText());
        Assert.Equal("""{"name":"Bob","age":42}""", result.Result);
    }

    [Fact]
    public void Denied_tool_calls_are_listed()
    {
        var denials = SampleLines.Event<ResultEvent>("result with permission_denials").PermissionDenials;
        Assert.Equal("Bash", Assert.Single(denials!.Value.EnumerateArray()).GetProperty("tool_name").GetString());
    }

    [Theory]
    [InlineData("result error_max_turns", "error_max_turns", "max_turns", "Reached maximum number of turns (2)")]
    [InlineData("result error_max_budget_usd", "error_max_budget_usd", null, "Reached maximum budget ($2)")]
    [InlineData("result error_max_structured_output_retries", "error_max_structured_output_retries", null, "Failed to provide valid structured output after 5 attempts")]
    [InlineData("result error_during_execution (unknown --resume id)", "error_during_execution", null, "No conversation found with session ID: 11111111-1111-4111-8111-111111111111")]
    public void An_error_has_errors_and_no_result(string title, string subtype, string? reason, string error)
    {
        var result = SampleLines.Event<ResultEvent>(title);
        Assert.Equal(subtype, result.Subtype);
        Assert.True(result.IsError);
        Assert.Null(result.Result);
        Assert.Equal(reason, result.TerminalReason);
        Assert.Equal([error], result.Errors);
    }

    [Theory]
    [InlineData("result error_during_execution (SIGINT while streaming)", "aborted_streaming")]
    [InlineData("result error_during_execution (SIGINT during a tool)", "aborted_tools")]
    public void An_interrupt_tells_where_it_hit(string title, string reason)
    {
        var result = SampleLines.Event<ResultEvent>(title);
        Assert.True(result.IsError);
        Assert.Equal(reason, result.TerminalReason);
    }

    [Fact]
    public void A_result_that_does_not_say_is_an_error() =>
        Assert.True(Assert.IsType<ResultEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes("""{"type":"result","subtype":"success"}"""))).IsError);
}
