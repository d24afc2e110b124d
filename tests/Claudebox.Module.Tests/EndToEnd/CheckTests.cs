using System.Management.Automation;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary><c>Test-Claudebox</c>.</summary>
[Collection(EngineCollection.Name)]
public sealed class CheckTests(EngineFixture engine)
{
    [Fact]
    public async Task What_prompts_need_is_checked_and_nothing_is_made()
    {
        await using var box = new Box(engine);

        var result = box.Run($"Test-Claudebox -Image {engine.Image}");

        Assert.Empty(result.AllErrors);
        Assert.Equal("Passed", Status(result, "engine"));
        Assert.Equal("Passed", Status(result, "image"));
        Assert.Equal("Passed", Status(result, "data directory"));
        Assert.Equal("", await box.ContainerAsync());
        Assert.Equal([true], box.Run($"Test-Claudebox -Image {engine.Image} -Quiet").Output.Select(item => item.BaseObject));
    }

    [Fact]
    public async Task What_is_not_well_says_what_to_do()
    {
        await using var box = new Box(engine);

        var result = box.Run("Test-Claudebox -Image claudebox-test-missing:1");
        var elsewhere = box.Run("Test-Claudebox ./missing -DockerHost unix:///nowhere/x.sock; Test-Claudebox -DockerHost unix:///nowhere/x.sock -Quiet");

        Assert.Empty(result.AllErrors);
        Assert.Equal("Failed", Status(result, "image"));
        Assert.NotEmpty((string)Check(result, "image").Properties["Advice"].Value);
        Assert.Equal("Failed", Status(elsewhere, "engine"));
        Assert.Equal("Failed", Status(elsewhere, "workspace"));
        Assert.Equal(false, elsewhere.Output[^1].BaseObject);
        Assert.Matches(@"Failed\s+image\s+claudebox-test-missing:1 .*\n\s+\S", box.Shell.Show("Test-Claudebox -Image claudebox-test-missing:1"));
    }

    private static PSObject Check(ShellResult result, string name) => Assert.Single(result.Output, item => name.Equals(item.Properties["Name"]?.Value));

    private static string Status(ShellResult result, string name) => Check(result, name).Properties["Status"].Value.ToString()!;
}
