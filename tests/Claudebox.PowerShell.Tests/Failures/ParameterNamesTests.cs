using Claudebox.PowerShell.Failures;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.PowerShell.Tests.Failures;

public sealed class ParameterNamesTests
{
    [Theory]
    [InlineData("maxTurns", "-MaxTurns")]
    [InlineData("timeoutSeconds", "-TimeoutSeconds")]
    [InlineData("resume", "-SessionId")]
    [InlineData("environment", "-Environment")]
    [InlineData("environment.A", "the variable 'A' of -Environment")]
    [InlineData("corsOrigins", "-CorsOrigin")]
    public void A_field_is_named_as_the_parameter_that_was_typed(string field, string parameter) =>
        Assert.Equal($"{parameter} must be right.", Translated(field));

    [Theory]
    [InlineData("CLAUDEBOX_MEMORY")]
    [InlineData("ANTHROPIC_BASE_URL")]
    [InlineData("idleSeconds")]
    public void A_setting_keeps_its_own_name(string field) => Assert.Equal("As it was said.", Translated(field));

    private static string Translated(string field) => ParameterNames.Translate(new ClaudeboxException(new RunFailure
    {
        Code = FailureCode.InvalidRequest,
        Message = "As it was said.",
        Fields = new Dictionary<string, string> { [field] = "must be right" },
    })).Message;
}
