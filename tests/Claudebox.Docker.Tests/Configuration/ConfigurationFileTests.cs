using System.Runtime.Versioning;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Docker.Tests.Configuration;

[SupportedOSPlatform("linux")]
public sealed class ConfigurationFileTests(EngineFixture fixture)
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(fixture.Root, Guid.NewGuid().ToString("N"))).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_file_lies_where_the_user_or_the_system_says()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal("/named/file.json", PathOf(("CLAUDEBOX_CONFIG", "/named/file.json"), ("XDG_CONFIG_HOME", "/xdg")));
        Assert.Equal("/base/named.json", PathOf(("CLAUDEBOX_CONFIG", "named.json")));
        Assert.Equal("/xdg/claudebox/config.json", PathOf(("XDG_CONFIG_HOME", "/xdg")));
        Assert.Equal($"{home}/.config/claudebox/config.json", PathOf(("XDG_CONFIG_HOME", "relative")));
        Assert.Equal($"{home}/.config/claudebox/config.json", PathOf(("CLAUDEBOX_CONFIG", "")));
    }

    [Fact]
    public async Task It_is_written_for_its_owner_alone_and_deleted_without_a_trace()
    {
        var file = new ConfigurationFile(Path.Combine(_folder, "claudebox", "config.json"));
        Assert.Empty(file.Read().Values);

        await file.WriteAsync(file.Read().With(SettingTable.Image, "first"), Token);
        await file.WriteAsync(file.Read().With(SettingTable.Network, "host"), Token);

        Assert.Equal(["first", "host"], file.Read().Values.Values);
        Assert.Equal(HostFile.OwnerOnly, File.GetUnixFileMode(file.Path));
        Assert.Equal([file.Path], Directory.GetFiles(Path.GetDirectoryName(file.Path)!));
        Assert.True(file.Delete());
        Assert.False(file.Delete());
        Assert.False(Directory.Exists(Path.GetDirectoryName(file.Path)));
    }

    [Fact]
    public async Task A_file_that_is_kept_elsewhere_is_written_there()
    {
        var elsewhere = Path.Combine(_folder, "dotfiles.json");
        await File.WriteAllTextAsync(elsewhere, "{}", Token);
        var file = new ConfigurationFile(Path.Combine(_folder, "link.json"));
        File.CreateSymbolicLink(file.Path, elsewhere);

        await file.WriteAsync(file.Read().With(SettingTable.Image, "linked"), Token);

        Assert.Contains("linked", await File.ReadAllTextAsync(elsewhere, Token), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(file.Path).LinkTarget);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_an_error_that_names_it()
    {
        var blocker = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(blocker, "", Token);
        var file = new ConfigurationFile(Path.Combine(blocker, "config.json"));

        var failure = await Assert.ThrowsAsync<ClaudeboxException>(() => file.WriteAsync(RememberedSettings.Empty(file.Path), Token));

        Assert.Equal(FailureCode.InstallationFailed, failure.Code);
        Assert.Contains(file.Path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_counts_with_what_is_remembered()
    {
        var variables = await RememberAsync("""{"network":"host","dataDir":"/remembered/data","memory":"2g","image":"claudebox:remembered","idleSeconds":7}""");
        var options = new WorkspaceOptions { Workspace = _folder, Variables = variables };

        var plan = ClaudeboxEngine.Plan(EngineFixture.Options, options);
        var named = ClaudeboxEngine.Plan(EngineFixture.Options, options with { Network = "none", Image = "claudebox:named" });

        Assert.Equal(("host", "/remembered/data", 2L << 30, "claudebox:remembered", 7), (plan.Network, plan.DataDirectory, plan.MemoryBytes, plan.Image, plan.IdleSeconds));
        Assert.Equal(("none", "claudebox:named"), (named.Network, named.Image));
    }

    [Theory]
    [InlineData("{\"network\":5}", "network")]
    [InlineData("{\"memory\":\"much\"}", "memory")]
    [InlineData("}", "JSON")]
    public async Task A_plan_says_which_file_is_wrong(string content, string word)
    {
        var variables = await RememberAsync(content);

        var failure = Assert.Throws<ClaudeboxException>(() => ClaudeboxEngine.Plan(EngineFixture.Options, new WorkspaceOptions { Workspace = _folder, Variables = variables }));

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(variables["CLAUDEBOX_CONFIG"], failure.Message, StringComparison.Ordinal);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_its_place_is_an_error_that_names_it() =>
        Assert.Contains(_folder, Assert.Throws<ClaudeboxException>(() => new ConfigurationFile(_folder).Read()).Message, StringComparison.Ordinal);

    private static string PathOf(params (string Name, string Value)[] variables) =>
        ConfigurationFile.Of(variables.ToDictionary(variable => variable.Name, variable => variable.Value), "/base").Path;

    private async Task<IReadOnlyDictionary<string, string>> RememberAsync(string content)
    {
        var path = Path.Combine(_folder, "config.json");
        await File.WriteAllTextAsync(path, content, Token);
        return new Dictionary<string, string> { ["CLAUDEBOX_CONFIG"] = path };
    }
}
