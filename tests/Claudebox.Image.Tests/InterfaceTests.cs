using System.Text;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What holds in every interface of a server.</summary>
[Collection(ImageCollection.Name)]
public sealed class InterfaceTests(ImageFixture image)
{
    [Fact]
    public async Task The_skills_of_the_moment_are_sent()
    {
        await using var box = new ServerBox("1234:2345");
        WriteSkill(box, "Answer in verse.");
        await box.StartAsync(image);

        await box.RunAsync("over the API", "w");
        using (var chat = await ChatAsync(box, "over OpenAI"))
        await using (var mcp = await McpSession.OpenAsync(box))
        {
            await mcp.CallAsync("claude_run", """{"prompt":"over MCP"}""");
        }

        WriteSkill(box, "Answer in prose.");
        await box.RunAsync("over the API again", "w");

        foreach (var prompt in new[] { "over the API", "over OpenAI", "over MCP" })
        {
            Assert.Contains($"[Skill: /home/claude/.claude/.always-skills/poet/SKILL.md]\nAnswer in verse.", SystemTextOf(prompt), StringComparison.Ordinal);
        }

        Assert.Contains("Answer in prose.", SystemTextOf("over the API again"), StringComparison.Ordinal);
        Assert.DoesNotContain("Answer in verse.", SystemTextOf("over the API again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permission_checks_are_off()
    {
        const string Command = "tr '\\0' '\\n' < /proc/$PPID/cmdline > ";
        await using var box = await new ServerBox("1234:2345").StartAsync(image);

        await box.RunAsync(new ScenarioWord("bash").With("command", Command + "api").ToString(), "w");
        using (var chat = await ChatAsync(box, new ScenarioWord("bash").With("command", Command + "/workspaces/w/openai").ToString()))
        await using (var mcp = await McpSession.OpenAsync(box))
        {
            await mcp.CallAsync("claude_run", new JsonObject
            {
                ["workspace"] = "w",
                ["prompt"] = new ScenarioWord("bash").With("command", Command + "mcp").ToString(),
            }.ToJsonString());
        }

        foreach (var name in new[] { "api", "openai", "mcp" })
        {
            Assert.Contains("--dangerously-skip-permissions", await File.ReadAllLinesAsync(Path.Combine(box.Workspaces, "w", name)));
        }
    }

    private static async Task<HttpResponseMessage> ChatAsync(ServerBox box, string prompt)
    {
        var request = new JsonObject { ["model"] = "sonnet", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }) };
        var answer = await box.Http.PostAsync("/openai/v1/chat/completions", new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode);
        return answer;
    }

    private string SystemTextOf(string prompt) => Assert.Single(image.Simulator.Requests, r => r.IsMain && r.PromptText == prompt).SystemText;

    private static void WriteSkill(ServerBox box, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(box.Data, ".always-skills", "poet")).FullName;
        File.WriteAllText(Path.Combine(folder, "SKILL.md"), text);
    }
}
