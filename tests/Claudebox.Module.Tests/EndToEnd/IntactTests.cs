using Claudebox.Testing;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>Large and hostile texts and paths arrive as they are.</summary>
[Collection(EngineCollection.Name)]
public sealed class IntactTests(EngineFixture engine)
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task An_answer_of_20_megabytes_arrives_whole()
    {
        await using var box = new Box(engine);

        var result = box.Run("Invoke-Claudebox '[sim:big size=20MB]' @box");

        Assert.Empty(result.AllErrors);
        Assert.Equal(["system", "text", "result"], result.Output.Select(item => (string)item.Properties["Type"].Value));
        Assert.All(result.Output.Skip(1), item => Assert.Equal(DeterministicText.Sha256(20 * Megabyte), DeterministicText.Sha256((string)item.Properties["Text"].Value)));
    }

    [Fact]
    public async Task A_prompt_of_a_megabyte_arrives_whole()
    {
        await using var box = new Box(engine);
        engine.Simulator.Clear();

        var result = box.Shell.Run("$prompt | Invoke-Claudebox @box -ResultOnly", ("prompt", DeterministicText.Of(Megabyte)), ("box", box.Common));

        Assert.Empty(result.AllErrors);
        var request = Assert.Single(engine.Simulator.Requests, request => request.IsMain);
        Assert.Equal(DeterministicText.Sha256(Megabyte), DeterministicText.Sha256(request.PromptText));
    }

    [Theory]
    [InlineData("with space ")]
    [InlineData("quo'te \"double\"")]
    [InlineData("$(touch pwned1) `touch pwned2` ; touch pwned3 & touch pwned4 | x")]
    [InlineData("[brackets] * ? {a,b} ~ # ! %20")]
    [InlineData("日本 \U0001F600 e\u0301 \u00E9")]
    [InlineData("-e ro,src=x:y\ttab")]
    public async Task A_workspaces_path_is_only_a_path(string name)
    {
        await using var box = new Box(engine, name);

        // Both rounds: the container is made, then found again.
        var result = box.Run("""
            $look = '[sim:bash command="pwd; touch here; find / -xdev -name ''pwned?''; echo end"]'
            $look, $look | Invoke-Claudebox @box | Where-Object Type -eq tool_result | ForEach-Object { $_.Text }
            Invoke-Claudebox $look @box | Where-Object Type -eq tool_result | ForEach-Object { $_.Text }
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal(Enumerable.Repeat(box.Workspace + "\nend", 3), result.Output.Select(item => item.ToString()));
        Assert.NotEmpty(await box.ContainerAsync());
        Assert.Equal(["here"], Directory.GetFileSystemEntries(box.Workspace).Select(Path.GetFileName));
        Assert.Equal([name], Directory.GetFileSystemEntries(box.Parent).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(Environment.CurrentDirectory, "pwned?"));
        Assert.Equal(["completed", "completed", "completed"], box.Runs().Select(run => run.Status));
    }
}
