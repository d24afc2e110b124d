using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What Claude learns of the container's tools.</summary>
[Collection(FullImageCollection.Name)]
public sealed class GuideTests(FullImageFixture full)
{
    [Fact]
    public async Task The_tools_reach_the_model_and_another_variant_has_others()
    {
        await using var box = await new Box(full) { Image = FullImageFixture.FullImage }.OpenAsync();
        var whole = await SystemTextAsync(box);
        box.Image = ImageFixture.Image;
        await box.OpenAsync();
        var minimal = await SystemTextAsync(box);

        Assert.Contains("Docker container (image variant: full)", whole, StringComparison.Ordinal);
        foreach (var tool in full.Tools["groups"]!.AsArray().SelectMany(group => group!["tools"]!.AsArray()))
        {
            Assert.Contains($"{tool!["command"]} {tool["version"]}", whole, StringComparison.Ordinal);
        }

        Assert.Contains("Not in it: terraform (it would be downloaded from releases.hashicorp.com", whole, StringComparison.Ordinal);
        Assert.Contains("Docker container (image variant: minimal)", minimal, StringComparison.Ordinal);
        Assert.Contains("jq 1.", minimal, StringComparison.Ordinal);
        Assert.DoesNotContain("gopls", minimal, StringComparison.Ordinal);
        Assert.DoesNotContain("Not in it", minimal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helpers_that_Claude_starts_learn_of_it_through_memory()
    {
        full.Simulator.Clear();
        await full.Box.RunAsync(new ScenarioWord("text").With("text", "seen"));

        var request = full.Simulator.Requests.Last(item => item.IsMain);
        Assert.Contains("/opt/claudebox/tools.json lists the tools", request.Body.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<string> SystemTextAsync(Box box)
    {
        full.Simulator.Clear();
        await box.RunAsync(new ScenarioWord("text").With("text", "seen"));
        return full.Simulator.Requests.Last(item => item.IsMain).SystemText;
    }
}
