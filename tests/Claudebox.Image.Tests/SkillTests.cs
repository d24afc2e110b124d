using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>Skills that every prompt gets.</summary>
[Collection(ImageCollection.Name)]
public sealed class SkillTests(ImageFixture image)
{
    [Fact]
    public async Task A_megabyte_of_skills_arrives_byte_for_byte_and_its_cost_is_warned_of()
    {
        await using var box = new Box(image);
        var large = Write(box.Data, "a/large", DeterministicText.Of(700 * 1024) + "\nÄ 日本 🙂");
        var small = Write(box.Data, "b/deep/er/small", DeterministicText.Of(324 * 1024));
        await box.OpenAsync();
        image.Simulator.Clear();

        var run = await box.RunAsync(new ScenarioWord("text").With("text", "read"));

        var request = Assert.Single(image.Simulator.Requests, r => r.IsMain);
        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Contains(
            $"[Skill: {Inside("a/large")}]\n{await File.ReadAllTextAsync(large)}\n\n[Skill: {Inside("b/deep/er/small")}]\n{await File.ReadAllTextAsync(small)}",
            request.SystemText, StringComparison.Ordinal);
        var warning = Assert.Single(run.Final.Warnings!);
        Assert.Contains("1025 KB", warning, StringComparison.Ordinal);
        Assert.Contains($"{Inside("a/large")} (701 KB), {Inside("b/deep/er/small")} (324 KB)", warning, StringComparison.Ordinal);
        Assert.Contains(warning, await box.LogAsync(), StringComparison.Ordinal);
    }

    private static string Write(string data, string name, string text)
    {
        var path = Path.Combine(data, ".always-skills", name, "SKILL.md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Inside(string name) => $"/home/claude/.claude/.always-skills/{name}/SKILL.md";
}
