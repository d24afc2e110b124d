using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Tests.Parsing;

public sealed class NearestTests
{
    private static readonly string[] Names = ["auth", "doctor", "logs", "mcp", "ps", "runs", "sessions", "stop"];

    [Theory]
    [InlineData("dcotor", "doctor")]
    [InlineData("atuh", "auth")]
    [InlineData("sess", "sessions")]
    [InlineData("stpo", "stop")]
    [InlineData("randomjunk", null)]
    [InlineData("x", null)]
    [InlineData("is", null)]
    public void A_mistyped_name_finds_the_one_that_was_meant(string typed, string? meant) => Assert.Equal(meant, Nearest.To(typed, Names));
}
