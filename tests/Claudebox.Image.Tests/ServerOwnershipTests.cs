using System.Text;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>Who owns what a server's interfaces write, on the host.</summary>
[Collection(ImageCollection.Name)]
public sealed class ServerOwnershipTests(ImageFixture image)
{
    [Theory]
    [InlineData("501:20")]
    [InlineData("1000:1000")]
    [InlineData("33:33")]
    [InlineData("1234:0")]
    public async Task What_any_interface_writes_belongs_to_the_owner_of_the_root(string owner)
    {
        await using var box = await new ServerBox(owner).StartAsync(image);

        await box.RunAsync("[sim:bash command='echo api > by-api']", "w/below");
        using var put = await box.Http.PutAsync("/files/w/folder/by-files", new StringContent("files"));
        using var chat = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"sonnet","messages":[{"role":"user","content":"[sim:bash command='echo openai > by-openai']"}]}""", Encoding.UTF8, "application/json"),
        };
        chat.Headers.Add("X-Claude-Workspace", "w/below");
        using var answer = await box.Http.SendAsync(chat);
        await using (var mcp = await McpSession.OpenAsync(box))
        {
            await mcp.CallAsync("write_file", """{"path":"w/made/by-mcp","content":"mcp"}""");
            await mcp.CallAsync("claude_run", """{"workspace":"w/below","prompt":"[sim:bash command='echo mcp > by-mcp-run']"}""");
        }

        Assert.True(put.IsSuccessStatusCode && answer.IsSuccessStatusCode);
        foreach (var path in new[]
        {
            "w", "w/below", "w/below/by-api", "w/folder", "w/folder/by-files", "w/below/by-openai", "w/made", "w/made/by-mcp", "w/below/by-mcp-run",
        })
        {
            Assert.Equal((path, owner), (path, HostFiles.Owner(Path.Combine(box.Workspaces, path))));
        }
    }
}
