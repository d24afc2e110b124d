using System.Text;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Core.Tests.Settings;

public sealed class RememberedSettingsTests
{
    private const string File = "/home/u/.config/claudebox/config.json";

    [Fact]
    public void What_is_remembered_counts_after_both_variables_and_before_the_default()
    {
        var remembered = Parse("""{"image":"remembered","idleSeconds":5,"docker":false}""");

        Assert.Equal("new", Resolver(remembered, ("CLAUDEBOX_IMAGE", "new"), ("CLAUDE_IMAGE", "old")).Text(SettingTable.Image));
        Assert.Equal("old", Resolver(remembered, ("CLAUDEBOX_IMAGE", ""), ("CLAUDE_IMAGE", "old")).Text(SettingTable.Image));
        Assert.Equal("remembered", Resolver(remembered, ("CLAUDE_IMAGE", "")).Text(SettingTable.Image));
        Assert.Equal(5, Resolver(remembered).Number(SettingTable.IdleSeconds));
        Assert.False(Resolver(remembered).Switch(SettingTable.Docker));
        Assert.Equal("bridge", Resolver(remembered).Text(SettingTable.Network));
    }

    [Fact]
    public void Who_chose_a_value_is_known()
    {
        var settings = Resolver(Parse("""{"registry":"remembered.example"}"""), ("CLAUDE_MINIMAL", "1"));

        Assert.Equal("remembered.example", settings.Chosen(SettingTable.Registry));
        Assert.False(settings.IsFromVariable(SettingTable.Registry));
        Assert.True(settings.IsFromVariable(SettingTable.Minimal));
        Assert.Null(settings.Chosen(SettingTable.Network));
    }

    [Theory]
    [InlineData("", "no valid JSON")]
    [InlineData("{", "no valid JSON")]
    [InlineData("{\"image\":\"\\ud800\"}", "no valid JSON")]
    [InlineData("[]", "one JSON object")]
    [InlineData("null", "one JSON object")]
    [InlineData("{\"color\":\"blue\"}", "unknown setting 'color'")]
    [InlineData("{\"\\u001b[31m\":1}", "unknown setting '?[31m'")]
    [InlineData("{\"Image\":\"x\"}", "unknown setting 'Image'")]
    [InlineData("{\"workspace\":\"/w\"}", "unknown setting 'workspace'")]
    [InlineData("{\"skipPull\":true}", "unknown setting 'skipPull'")]
    [InlineData("{\"image\":1}", "must have a string as 'image'")]
    [InlineData("{\"image\":null}", "must have a string as 'image'")]
    [InlineData("{\"image\":\"\"}", "must not be empty")]
    [InlineData("{\"image\":\"a\\nb\"}", "control characters")]
    [InlineData("{\"image\":\"a\",\"image\":\"b\"}", "has 'image' twice")]
    [InlineData("{\"minimal\":\"yes\"}", "true or false as 'minimal'")]
    [InlineData("{\"minimal\":1}", "true or false as 'minimal'")]
    [InlineData("{\"idleSeconds\":\"5\"}", "a number as 'idleSeconds'")]
    [InlineData("{\"idleSeconds\":-5}", "a whole number")]
    [InlineData("{\"idleSeconds\":5.5}", "a whole number")]
    [InlineData("{\"idleSeconds\":1e400}", "a whole number")]
    [InlineData("{\"dataDir\":\"relative/path\"}", "must be an absolute path")]
    [InlineData("{\"dataDir\":{\"a\":[]}}", "must have a string as 'dataDir'")]
    public void A_file_that_cannot_be_understood_is_an_error_that_names_it(string content, string problem)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => Parse(content));

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(File, failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', failure.Message);
    }

    [Fact]
    public void A_file_without_end_is_not_read_as_settings() =>
        Assert.Contains("larger than", Assert.Throws<ClaudeboxException>(() => Parse("{\"image\":\"" + new string('x', 70_000) + "\"}")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_that_fits_no_engine_names_the_file_and_not_a_variable()
    {
        var settings = Resolver(Parse("""{"memory":"much"}"""));

        var failure = settings.Invalid(SettingTable.Memory, "must be a number of bytes").Failure;

        Assert.Equal($"'memory' in {File} must be a number of bytes.", failure.Message);
        Assert.Contains("memory", failure.Fields!.Keys);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var settings = RememberedSettings.Empty(File)
            .With(SettingTable.Image, "x:1").With(SettingTable.Minimal, "on").With(SettingTable.IdleSeconds, "7").With(SettingTable.DataDirectory, "~/d")
            .With(SettingTable.Registry, "gone").With(SettingTable.Registry, null);

        var content = Encoding.UTF8.GetString(settings.ToJson());
        var again = Parse(content);

        Assert.Equal("""
            {
              "dataDir": "~/d",
              "idleSeconds": 7,
              "image": "x:1",
              "minimal": true
            }

            """.ReplaceLineEndings("\n"), content);
        Assert.Equal(settings.ToJson(), again.ToJson());
        Assert.True(Resolver(again).Switch(SettingTable.Minimal));
    }

    [Fact]
    public void Wrong_values_and_settings_for_one_call_are_not_remembered()
    {
        var none = RememberedSettings.Empty(File);

        Assert.Throws<ClaudeboxException>(() => none.With(SettingTable.SkipPull, "1"));
        Assert.Throws<ClaudeboxException>(() => none.With(SettingTable.Configuration, "/x"));
        Assert.Throws<ClaudeboxException>(() => none.With(SettingTable.Minimal, "maybe"));
        Assert.Throws<ClaudeboxException>(() => none.With(SettingTable.DataDirectory, "relative"));
    }

    [Fact]
    public void Every_setting_has_a_key_of_its_own()
    {
        Assert.Equal("dataDir", SettingTable.DataDirectory.Key);
        Assert.Equal("runRetentionDays", SettingTable.RunRetentionDays.Key);
        Assert.Equal(SettingTable.All.Count, SettingTable.All.Select(setting => setting.Key).Distinct().Count());
    }

    private static RememberedSettings Parse(string content) => RememberedSettings.Parse(Encoding.UTF8.GetBytes(content), File);

    private static SettingResolver Resolver(RememberedSettings remembered, params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value), remembered);
}
