using Claudebox.Runs;
using Claudebox.Sessions;

namespace Claudebox.Core.Tests.Sessions;

public sealed class SessionOriginsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("interactive")]
    [InlineData("prog")]
    [InlineData("api")]
    [InlineData("openai")]
    [InlineData("api:left")]
    [InlineData("chat:-5")]
    public void Known_ones_pass(string? origin) => SessionOrigins.Check(origin, "--origin");

    [Theory]
    [InlineData("")]
    [InlineData("nosuch")]
    [InlineData("Prog")]
    [InlineData("chat:")]
    [InlineData("prog:x")]
    public void Others_are_refused_with_the_known_ones(string origin)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => SessionOrigins.Check(origin, "--origin")).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Equal($"--origin must be interactive, prog, api, openai, api:NAME or chat:ID, not '{origin}'.", failure.Message);
        Assert.Equal(["origin"], failure.Fields!.Keys);
    }
}
