using System.Text.Json;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Another Claude Code as a client, configured as the documentation says.</summary>
public sealed class McpClaudeCodeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Claude_Code_connects_delegates_a_task_and_reads_the_outcome()
    {
        await using var host = await ApiHost.StartAsync();
        Directory.CreateDirectory(Path.Combine(host.Root, "delegated"));
        using var claude = new ClaudeCodeClient(host);

        var added = await claude.ConnectAsync();
        var answer = await claude.CallAsync("claude_run", Json("""{"prompt":"[sim:bash command=\"echo done > outcome.txt\" text=finished]","workspace":"delegated"}"""));
        var outcome = await claude.CallAsync("read_file", Json("""{"path":"delegated/outcome.txt"}"""));
        var missing = await claude.CallAsync("read_file", Json("""{"path":"delegated/nothing"}"""));

        output.WriteLine(string.Join('\n', added.Output, answer, outcome, missing));
        Assert.True(added.ExitCode == 0, added.Output);
        Assert.Contains("✔ Connected", added.Output, StringComparison.Ordinal);
        Assert.Contains("finished", answer, StringComparison.Ordinal);
        Assert.Contains("done", outcome, StringComparison.Ordinal);
        Assert.Contains("error: not found: delegated/nothing", missing, StringComparison.Ordinal);
        Assert.Equal("done\n", await File.ReadAllTextAsync(Path.Combine(host.Root, "delegated", "outcome.txt")));
    }

    [Fact]
    public async Task The_documents_configuration_of_a_project_connects_too()
    {
        await using var host = await ApiHost.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(host.Root, "seen.txt"), "");
        using var claude = new ClaudeCodeClient(host);
        var configuration = Path.Combine(claude.Project, ".mcp.json");
        await File.WriteAllTextAsync(configuration, claude.Here(Assert.Single(await DocumentExamples.ReadAsync("mcp.md", "json"))));

        var listed = await claude.CallAsync("list_files", Json("{}"), "--mcp-config", configuration);

        Assert.Contains("seen.txt", listed, StringComparison.Ordinal);
        Assert.Equal(["json", "sh"], (await DocumentExamples.LanguagesAsync("mcp.md")).Order());
    }

    [Fact]
    public async Task Claude_Code_shows_its_model_an_image_as_an_image()
    {
        await using var host = await ApiHost.StartAsync();
        await File.WriteAllBytesAsync(Path.Combine(host.Root, "pixel.png"), ConformanceTools.Pixel);
        using var claude = new ClaudeCodeClient(host);
        await claude.ConnectAsync();

        await claude.CallAsync("read_file", Json("""{"path":"pixel.png"}"""));

        var result = host.Model.Requests.Where(r => r.IsMain).Select(ToolResult).OfType<JsonElement>().Last();
        output.WriteLine(result.GetRawText());
        Assert.Contains(result.EnumerateArray(), block => block.GetProperty("type").GetString() == "image");
    }

    // The content of the last tool result that a request to the model holds.
    private static JsonElement? ToolResult(RecordedRequest request) => request.Body.GetProperty("messages").EnumerateArray()
        .Where(message => message.GetProperty("content").ValueKind == JsonValueKind.Array)
        .SelectMany(message => message.GetProperty("content").EnumerateArray())
        .Where(block => block.GetProperty("type").GetString() == "tool_result")
        .Select(block => (JsonElement?)block.GetProperty("content"))
        .LastOrDefault();

    private static JsonElement Json(string json) => JsonElement.Parse(json);
}
