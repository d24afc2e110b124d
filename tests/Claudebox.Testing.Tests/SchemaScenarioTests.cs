namespace Claudebox.Testing.Tests;

public sealed class SchemaScenarioTests(SchemaClaude fixture) : IClassFixture<SchemaClaude>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[sim:schema json='{\"answer\": 42}']", 1)]
    [InlineData("[sim:schema json='{\"answer\": 42}' bad=2]", 3)]
    public async Task The_answer_is_structured(string prompt, int calls)
    {
        var turn = await fixture.Claude.AskAsync(prompt, Cancellation);

        Assert.Equal(42, turn.Result.GetProperty("structured_output").GetProperty("answer").GetInt32());
        Assert.Equal(calls, turn.Blocks("tool_use").Count());
    }

    [Fact]
    public async Task A_model_that_never_fits_the_schema_ends_in_an_error()
    {
        var turn = await fixture.Claude.AskAsync("[sim:schema json='{}' bad=always]", Cancellation);

        Assert.Equal(("error_max_structured_output_retries", true), (turn.Subtype, turn.IsError));
    }

    [Fact]
    public async Task A_model_that_ignores_the_schema_gives_text_only()
    {
        var turn = await fixture.Claude.AskAsync("[sim:schema-never text=no]", Cancellation);

        Assert.Equal("no", turn.Text);
        Assert.False(turn.Result.TryGetProperty("structured_output", out _));
    }
}
