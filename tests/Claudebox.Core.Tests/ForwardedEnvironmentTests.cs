using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;
using CsCheck;
using Xunit;

namespace Claudebox.Core.Tests;

public sealed class ForwardedEnvironmentTests
{
    [Fact]
    public void Precedence_is_own_name_then_second_then_first_generation_then_the_caller()
    {
        var variables = new Dictionary<string, string>
        {
            ["ANTHROPIC_API_KEY"] = "own",
            ["CLAUDE_ENV_ANTHROPIC_API_KEY"] = "second",
            ["CLAUDEBOX_ENV_ANTHROPIC_API_KEY"] = "first",
            ["CLAUDE_ENV_B"] = "second",
            ["CLAUDEBOX_ENV_B"] = "",
            ["HTTP_PROXY"] = "",
            ["UNRELATED"] = "x",
            ["CLAUDEBOX_ENV_"] = "no name",
        };
        var result = ForwardedEnvironment.Collect(variables, null, "bridge");
        Assert.Equal(new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "first", ["B"] = "second" }, result);
        var named = ForwardedEnvironment.Collect(variables, new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "caller", ["B"] = "" }, "bridge");
        Assert.Equal("caller", named["ANTHROPIC_API_KEY"]);
        Assert.Equal("", named["B"]);
    }

    [Fact]
    public void Values_travel_intact()
    {
        Gen.String.Where(value => value.Length > 0).Sample(value =>
        {
            var result = ForwardedEnvironment.Collect(new Dictionary<string, string> { ["CLAUDEBOX_ENV_X"] = value }, null, "bridge");
            Assert.Equal(value, result["X"]);
        });
        foreach (var value in (string[])["k=", "=", "a\nb\n", "ü $(x) `y` \"z\" '", "-----BEGIN KEY-----\nMIIE\n-----END KEY-----\n"])
        {
            Assert.Equal(value, ForwardedEnvironment.Collect(new Dictionary<string, string> { ["CLAUDE_ENV_X"] = value }, null, "bridge")["X"]);
        }
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("https://LOCALHOST./v1")]
    [InlineData("http://api.localhost")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.9.8.7:1/")]
    [InlineData("http://[::1]:3000")]
    [InlineData("http://[::ffff:127.0.0.1]:3000")]
    public void A_loopback_base_url_is_an_early_error_off_the_host_network(string url)
    {
        var variables = new Dictionary<string, string> { ["ANTHROPIC_BASE_URL"] = url };
        var failure = Assert.Throws<ClaudeboxException>(() => ForwardedEnvironment.Collect(variables, null, "bridge")).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains("host.docker.internal", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-Network host", failure.Message, StringComparison.Ordinal);
        Assert.Equal(url, ForwardedEnvironment.Collect(variables, null, "host")["ANTHROPIC_BASE_URL"]);
    }

    [Theory]
    [InlineData("http://host.docker.internal:8080")]
    [InlineData("https://api.anthropic.com")]
    [InlineData("http://128.0.0.1")]
    [InlineData("http://localhost.example.org")]
    [InlineData("not a url")]
    public void Other_base_urls_pass(string url) =>
        Assert.Equal(url, ForwardedEnvironment.Collect(new Dictionary<string, string> { ["ANTHROPIC_BASE_URL"] = url }, null, "bridge")["ANTHROPIC_BASE_URL"]);

    [Fact]
    public void The_error_does_not_show_credentials_of_the_url()
    {
        var variables = new Dictionary<string, string> { ["ANTHROPIC_BASE_URL"] = "http://user:secret@localhost/?key=secret" };
        var failure = Assert.Throws<ClaudeboxException>(() => ForwardedEnvironment.Collect(variables, null, "bridge")).Failure;
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLAUDEBOX_ENV_1X", "'1X'")]
    [InlineData("CLAUDE_ENV_A.B", "'A.B'")]
    public void What_is_no_variables_name_is_not_forwarded_and_the_error_names_where_it_comes_from(string variable, string name)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => ForwardedEnvironment.Collect(new Dictionary<string, string> { [variable] = "x" }, null, "bridge")).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.StartsWith($"The environment variable {variable} cannot be forwarded: {name} ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mounts_come_by_label_and_errors_name_the_variable()
    {
        var paths = new HostPaths("/base", "/home/u", false);
        var mounts = ForwardedMounts.Collect(
            new Dictionary<string, string>
            {
                ["CLAUDE_MOUNT_B"] = "/second",
                ["CLAUDEBOX_MOUNT_B"] = "/first",
                ["CLAUDE_MOUNT_A"] = "~/x:/y:ro",
                ["CLAUDEBOX_MOUNT_C"] = "",
            },
            paths);
        Assert.Equal([new MountSpecification("/home/u/x", "/y", true), new MountSpecification("/first", "/first")], mounts);
        var exception = Assert.Throws<ClaudeboxException>(() => ForwardedMounts.Collect(new Dictionary<string, string> { ["CLAUDE_MOUNT_A"] = "/a:b" }, paths));
        Assert.Contains("CLAUDE_MOUNT_A", exception.Message, StringComparison.Ordinal);
    }
}
