using System.Text.Json;
using Claudebox.Server.Tests.Api;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Workspace files as resources, and the prompt.</summary>
public sealed class McpResourceTests(SharedApi shared) : McpTests(shared, "resources")
{
    protected override async Task PrepareAsync(string folder)
    {
        var below = Directory.CreateDirectory(Path.Combine(folder, "sub dir"));
        await File.WriteAllTextAsync(Path.Combine(below.FullName, "ä#1?.txt"), "content");
        await File.WriteAllBytesAsync(Path.Combine(folder, "data.bin"), [0, 1, 2]);
    }

    [Fact]
    public async Task Directories_lead_from_the_root_to_every_file()
    {
        var listed = await Client.ListResourcesAsync();
        var root = Assert.Single(listed, resource => resource.Uri == "workspace:///");
        var entries = Assert.IsType<TextResourceContents>(Assert.Single((await root.ReadAsync()).Contents));
        var folder = Assert.Single(listed, resource => resource.Uri == "workspace:///" + Folder);
        var below = Assert.IsType<TextResourceContents>(Assert.Single((await folder.ReadAsync()).Contents));

        Assert.Contains($"\"{Folder}\"", entries.Text, StringComparison.Ordinal);
        Assert.Equal("application/json", below.MimeType);
        Assert.Contains("""{"name":"sub dir","type":"dir"}""", below.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_template_reads_any_file_text_and_binary()
    {
        var template = Assert.Single(await Client.ListResourceTemplatesAsync());
        Assert.Equal("workspace:///{+path}", template.UriTemplate);

        var text = await template.ReadAsync(new Dictionary<string, object?> { ["path"] = Folder + "/sub dir/ä%231%3F.txt" });
        var blob = await Client.ReadResourceAsync($"workspace:///{Folder}/data.bin");

        Assert.Equal(("content", "text/plain"), Contents(text));
        Assert.Equal([0, 1, 2], Assert.IsType<BlobResourceContents>(Assert.Single(blob.Contents)).DecodedData.ToArray());
    }

    [Theory]
    [InlineData("workspace:///nowhere")]
    [InlineData("workspace:///../data/settings.json")]
    [InlineData("file:///etc/passwd")]
    public async Task What_is_missing_or_outside_is_an_error_of_the_protocol(string uri)
    {
        var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await Client.ReadResourceAsync(uri));

        Assert.True(error.ErrorCode is McpErrorCode.ResourceNotFound or McpErrorCode.InvalidParams, error.ToString());
        Assert.DoesNotContain("root:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_many_entries_comes_in_pages()
    {
        await using var host = await ApiHost.StartAsync((workspaces, _) =>
        {
            foreach (var number in Enumerable.Range(0, 450))
            {
                File.WriteAllText(Path.Combine(workspaces, FormattableString.Invariant($"{number:000}.txt")), "");
            }
        });
        await using var client = await McpClients.ConnectAsync(host);

        var first = await client.ListResourcesAsync(new ListResourcesRequestParams());
        var all = await client.ListResourcesAsync();

        Assert.NotNull(first.NextCursor);
        Assert.Equal(451, all.Count);
        Assert.Equal(451, all.Select(resource => resource.Uri).Distinct().Count());
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.ListResourcesAsync(new ListResourcesRequestParams { Cursor = "x" }));
    }

    [Fact]
    public async Task A_directory_with_more_entries_says_where_the_rest_is()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Host.Root, Folder, "many")).FullName;
        foreach (var number in Enumerable.Range(0, 1002))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, FormattableString.Invariant($"{number:0000}.txt")), "");
        }

        var resource = await Client.ReadResourceAsync($"workspace:///{Folder}/many");
        using var listed = JsonDocument.Parse(Contents(resource).Text);
        var rest = await Client.CallAsync("list_files", ("path", Folder + "/many"), ("offset", listed.RootElement.GetProperty("next_offset").GetInt32()));

        Assert.Equal(1000, listed.RootElement.GetProperty("entries").GetArrayLength());
        Assert.Equal(
            $"These are the first 1000 of 1002 entries. The tool list_files with the path '{Folder}/many' and the offset 1000 gives the next ones.",
            listed.RootElement.GetProperty("note").GetString());
        Assert.Equal(["1000.txt", "1001.txt"], rest.Data("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Paths_are_completed()
    {
        var template = new ResourceTemplateReference { Uri = "workspace:///{+path}" };

        var folders = await Client.CompleteAsync(template, "path", Folder[..^4]);
        var below = await Client.CompleteAsync(template, "path", Folder + "/s");
        var nothing = await Client.CompleteAsync(template, "path", "../");

        Assert.Equal([Folder + "/"], folders.Completion.Values);
        Assert.Equal([Folder + "/sub dir/"], below.Completion.Values);
        Assert.Empty(nothing.Completion.Values);
    }

    [Fact]
    public async Task The_prompt_hands_over_a_task_through_files()
    {
        var prompt = Assert.Single(await Client.ListPromptsAsync());
        var got = await Client.GetPromptAsync("delegate_task", new Dictionary<string, object?> { ["task"] = "Count {the} \"words\".", ["workspace"] = "words" });
        var missing = await Assert.ThrowsAsync<McpProtocolException>(async () => await Client.GetPromptAsync("delegate_task"));

        Assert.Equal(["task", "workspace"], prompt.ProtocolPrompt.Arguments!.Select(argument => argument.Name));
        var text = Assert.IsType<TextContentBlock>(Assert.Single(got.Messages).Content).Text;
        Assert.Contains("Count {the} \"words\".", text, StringComparison.Ordinal);
        Assert.Contains("the workspace 'words'", text, StringComparison.Ordinal);
        Assert.Contains("write_file", text, StringComparison.Ordinal);
        Assert.Contains("'task'", missing.Message, StringComparison.Ordinal);
    }

    private static (string Text, string? Type) Contents(ReadResourceResult result)
    {
        var text = Assert.IsType<TextResourceContents>(Assert.Single(result.Contents));
        return (text.Text, text.MimeType);
    }
}
