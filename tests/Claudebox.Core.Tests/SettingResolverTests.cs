using Claudebox.Runs;
using Claudebox.Settings;
using Xunit;

namespace Claudebox.Core.Tests;

public sealed class SettingResolverTests
{
    [Fact]
    public void The_first_generation_wins_and_empty_counts_as_unset()
    {
        Assert.Equal("a", Resolver(("CLAUDEBOX_IMAGE", "a"), ("CLAUDE_IMAGE", "b")).Text(SettingTable.Image));
        Assert.Equal("b", Resolver(("CLAUDEBOX_IMAGE", ""), ("CLAUDE_IMAGE", "b")).Text(SettingTable.Image));
        Assert.Null(Resolver(("CLAUDE_IMAGE", "")).Text(SettingTable.Image));
        Assert.Equal("bridge", Resolver().Text(SettingTable.Network));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("TRUE", true)]
    [InlineData("yes", true)]
    [InlineData("On", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("No", false)]
    [InlineData("OFF", false)]
    public void A_switch_is_read_in_any_case(string text, bool expected) =>
        Assert.Equal(expected, Resolver(("CLAUDEBOX_DOCKER", text)).Switch(SettingTable.Docker));

    [Theory]
    [InlineData("CLAUDEBOX_DOCKER", "maybe")]
    [InlineData("CLAUDE_DOCKER", "2")]
    public void Anything_else_is_an_error_that_names_the_variable(string variable, string text)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => Resolver((variable, text)).Switch(SettingTable.Docker)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(variable, failure.Message, StringComparison.Ordinal);
        Assert.Contains(variable, failure.Fields!.Keys);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("1 000")]
    public void A_number_is_whole_and_not_negative(string text)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => Resolver(("CLAUDEBOX_IDLE_SECONDS", text)).Number(SettingTable.IdleSeconds)).Failure;
        Assert.Contains("CLAUDEBOX_IDLE_SECONDS", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Debug_of_other_programs_is_no_error()
    {
        Assert.False(Resolver(("DEBUG", "express:*")).IsDebug);
        Assert.True(Resolver(("DEBUG", "true")).IsDebug);
        Assert.False(Resolver(("DEBUG", "true"), ("CLAUDEBOX_DEBUG", "0")).IsDebug);
        Assert.Throws<ClaudeboxException>(() => Resolver(("CLAUDEBOX_DEBUG", "express:*")).IsDebug);
    }

    [Fact]
    public void The_table_has_each_name_once_and_every_default_can_be_read()
    {
        var names = SettingTable.All.SelectMany(setting => new[] { setting.Name, setting.LegacyName }).OfType<string>().ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        foreach (var setting in SettingTable.All)
        {
            Assert.EndsWith(".", setting.Meaning, StringComparison.Ordinal);
            Assert.StartsWith("CLAUDEBOX_", setting.Name, StringComparison.Ordinal);
            switch (setting.Kind)
            {
                case SettingKind.Switch:
                    _ = Resolver().Switch(setting);
                    break;
                case SettingKind.Number:
                    Assert.True(Resolver().Number(setting) >= 0);
                    break;
            }
        }
    }

    private static SettingResolver Resolver(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(v => v.Name, v => v.Value));
}
