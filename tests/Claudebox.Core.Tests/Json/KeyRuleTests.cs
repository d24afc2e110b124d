using Claudebox.Json;

namespace Claudebox.Core.Tests.Json;

public sealed class KeyRuleTests
{
    [Theory]
    [InlineData("total_cost_usd", "totalCostUsd")]
    [InlineData("ephemeral_1h_input_tokens", "ephemeral1hInputTokens")]
    [InlineData("foo_BAR", "fooBar")]
    [InlineData("HTTP_url", "HTTPUrl")]
    [InlineData("a__b", "aB")]
    [InlineData("_lead", "Lead")]
    [InlineData("trail_", "trail")]
    [InlineData("costUSD", "costUSD")]
    public void A_key_is_renamed_by_the_documented_rule(string key, string expected) =>
        Assert.Equal(expected, KeyRule.ToCamelCase(key));
}
