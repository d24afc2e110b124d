using Claudebox.CommandLine.Installation;
using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class InstallationPlanTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Options_count_before_variables_before_what_is_remembered()
    {
        _home.MakeFile("config.json", $$"""{"binName":"remembered","registry":"remembered.example","installDir":"{{_home.In("remembered")}}"}""");
        var host = new InstallationHost { Variables = Without("CLAUDEBOX_INSTALL_DIR", ("CLAUDE_BIN_NAME", "variable")), BaseDirectory = _home.Path, Package = new() };

        var plan = InstallationPlan.Of(host, new InstallOptions { Registry = "option.example" });

        Assert.Equal(_home.In("remembered", "variable"), plan.CommandPath);
        Assert.Equal(
            [("binName", "variable"), ("dataDir", _home.In("data")), ("installDir", _home.In("remembered")), ("registry", "option.example"), ("sshDir", _home.In("ssh", "claudebox"))],
            plan.Choices().Values.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void An_image_that_is_named_this_time_counts_for_updates_and_removals()
    {
        _home.MakeFile("config.json", """{"image":"remembered:1"}""");
        var host = new InstallationHost { Variables = _home.Variables, BaseDirectory = _home.Path, Package = new(), Image = "named:1" };

        Assert.Equal("named:1", ImageChoice.Of(InstallationPlan.Of(host).Settings).Reference);
        Assert.Equal("named:1", ImageChoice.Of(InstallationPlan.Of(host, new UninstallOptions()).Settings).Reference);
        Assert.Equal("remembered:1", ImageChoice.Of(InstallationPlan.Of(host with { Image = null }).Settings).Reference);
    }

    [Theory]
    [InlineData("--user")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/usr/bin/x")]
    public void The_commands_name_is_a_name(string name)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => InstallationPlan.Of(
            new InstallationHost { Variables = _home.Variables, BaseDirectory = _home.Path, Package = new() }, new InstallOptions { BinName = name }));

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.StartsWith("--bin-name ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_was_not_typed_is_wrong_where_it_stands()
    {
        var host = new InstallationHost { Variables = new Dictionary<string, string>(_home.Variables) { ["CLAUDE_BIN_NAME"] = "a/b" }, BaseDirectory = _home.Path, Package = new() };

        Assert.Contains("CLAUDE_BIN_NAME", Assert.Throws<ClaudeboxException>(() => InstallationPlan.Of(host)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_directory_is_remembered_as_where_it_was()
    {
        var host = new InstallationHost { Variables = Without("CLAUDEBOX_INSTALL_DIR"), BaseDirectory = _home.Path, Package = new() };

        var plan = InstallationPlan.Of(host, new InstallOptions { InstallDirectory = "tools/bin" });

        Assert.Equal(_home.In("tools", "bin"), plan.Choices().Values["installDir"]);
    }

    private Dictionary<string, string> Without(string name, params (string Name, string Value)[] more)
    {
        var variables = _home.Variables;
        variables.Remove(name);
        foreach (var (key, value) in more)
        {
            variables[key] = value;
        }

        return variables;
    }
}
