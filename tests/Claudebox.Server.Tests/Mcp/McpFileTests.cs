using System.Text;
using Claudebox.Server.Tests.Api;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>The file tools.</summary>
public sealed class McpFileTests(SharedApi shared) : McpTests(shared, "files")
{
    // A PNG of one pixel.
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    [Fact]
    public async Task List_files_gives_names_and_types_in_order_as_text_and_as_data()
    {
        Put("b.txt", "four"u8);
        Put(".hidden", ""u8);
        Directory.CreateDirectory(At("a-folder"));
        File.CreateSymbolicLink(At("outside"), "/etc/passwd");

        var result = await Client.CallAsync("list_files", ("path", Folder));

        Assert.Equal(
            $$$"""{"path":"{{{Folder}}}","entries":[{"name":".hidden","type":"file","size":0},{"name":"a-folder","type":"dir"},{"name":"b.txt","type":"file","size":4},{"name":"outside","type":"link"}],"total":4}""",
            result.Text());
        Assert.Equal(result.Text(), result.StructuredContent!.Value.GetRawText());
        Assert.NotEqual(true, result.IsError);
        Assert.Contains(Folder, (await Client.CallAsync("list_files")).Text(), StringComparison.Ordinal);
        Assert.Equal("/", (await Client.CallAsync("list_files", ("path", "/"))).DataText("path"));
    }

    [Fact]
    public async Task List_files_says_what_is_missing_and_what_is_no_directory()
    {
        Put("file", "x"u8);

        Assert.Equal($"error: not found: {Folder}/nowhere", (await Client.CallAsync("list_files", ("path", Folder + "/nowhere"))).Error());
        Assert.Contains("is not a directory", (await Client.CallAsync("list_files", ("path", Folder + "/file"))).Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_files_pages_through_a_large_directory()
    {
        foreach (var number in Enumerable.Range(0, 25))
        {
            Put(FormattableString.Invariant($"{number:00}"), ""u8);
        }

        var first = await Client.CallAsync("list_files", ("path", Folder), ("limit", 10));
        var last = await Client.CallAsync("list_files", ("path", Folder), ("offset", 20), ("limit", 10));

        Assert.Equal((25, 10, 10), (first.Data("total").GetInt32(), first.Data("entries").GetArrayLength(), first.Data("next_offset").GetInt32()));
        Assert.Equal(["20", "21", "22", "23", "24"], last.Data("entries").EnumerateArray().Select(e => e.GetProperty("name").GetString()));
        Assert.False(last.StructuredContent!.Value.TryGetProperty("next_offset", out _));
    }

    [Fact]
    public async Task Read_file_gives_text_as_it_is()
    {
        Put("text.md", "# Grüße 🌍\n"u8);

        var result = await Client.CallAsync("read_file", ("path", Folder + "/text.md"));
        var absolute = await Client.CallAsync("read_file", ("path", At("text.md")));

        Assert.Equal("# Grüße 🌍\n", result.Text());
        Assert.Equal(("utf-8", "text/markdown", "# Grüße 🌍\n"), (result.DataText("encoding"), result.DataText("mime_type"), result.DataText("content")));
        Assert.Equal(result.Text(), absolute.Text());
    }

    [Fact]
    public async Task Read_file_gives_what_is_not_text_in_base64_and_images_as_images()
    {
        byte[] bytes = [0, 255, 254, 10, 13, 0];
        Put("data.bin", bytes);
        Put("pixel.png", Convert.FromBase64String(Pixel));

        var binary = await Client.CallAsync("read_file", ("path", Folder + "/data.bin"));
        var image = await Client.CallAsync("read_file", ("path", Folder + "/pixel.png"));

        var blob = Assert.IsType<BlobResourceContents>(Assert.IsType<EmbeddedResourceBlock>(Assert.Single(binary.Content)).Resource);
        Assert.Equal(bytes, blob.DecodedData.ToArray());
        Assert.Equal(("base64", Convert.ToBase64String(bytes)), (binary.DataText("encoding"), binary.DataText("content")));
        var shown = Assert.IsType<ImageContentBlock>(Assert.Single(image.Content));
        Assert.Equal("image", image.DataText("encoding"));
        Assert.False(image.StructuredContent!.Value.TryGetProperty("content", out _));
        Assert.Equal(("image/png", Pixel), (shown.MimeType, Convert.ToBase64String(shown.DecodedData.Span)));
    }

    [Fact]
    public async Task Read_file_refuses_50_MB_with_the_size_and_gives_them_in_parts()
    {
        const long Size = 50 * 1024 * 1024;
        using (var file = File.Create(At("large")))
        {
            file.SetLength(Size);
            file.Position = Size - 4;
            file.Write("last"u8);
        }

        var refused = await Client.CallAsync("read_file", ("path", Folder + "/large"));
        var end = await Client.CallAsync("read_file", ("path", Folder + "/large"), ("offset", Size - 4));

        Assert.Contains("52428800 bytes", refused.Error(), StringComparison.Ordinal);
        Assert.Contains("offset", refused.Error(), StringComparison.Ordinal);
        Assert.Equal("last", end.Text());
        Assert.Equal(Size, end.Data("size").GetInt64());
    }

    [Fact]
    public async Task Parts_of_a_file_never_cut_a_character_and_add_up_to_the_whole()
    {
        var text = string.Concat(Enumerable.Repeat("aä€🌍", 500));
        Put("parts.txt", Encoding.UTF8.GetBytes(text));
        var whole = new StringBuilder();

        for (long? offset = 0; offset is not null;)
        {
            var part = await Client.CallAsync("read_file", ("path", Folder + "/parts.txt"), ("offset", offset), ("limit", 1001));
            Assert.Equal("utf-8", part.DataText("encoding"));
            whole.Append(part.Text());
            offset = part.StructuredContent!.Value.TryGetProperty("next_offset", out var next) ? next.GetInt64() : null;
        }

        Assert.Equal(text, whole.ToString());
    }

    [Fact]
    public async Task Read_file_says_what_is_missing_what_is_a_directory_and_what_lies_outside()
    {
        File.CreateSymbolicLink(At("outside"), "/etc/passwd");

        Assert.StartsWith("error: not found", (await Client.CallAsync("read_file", ("path", Folder + "/nothing"))).Error(), StringComparison.Ordinal);
        Assert.Contains("is a directory", (await Client.CallAsync("read_file", ("path", Folder))).Error(), StringComparison.Ordinal);
        Assert.Contains("outside", (await Client.CallAsync("read_file", ("path", Folder + "/outside"))).Error(), StringComparison.Ordinal);
        Assert.Contains("upwards", (await Client.CallAsync("read_file", ("path", "../data/claudebox"))).Error(), StringComparison.Ordinal);
        Assert.StartsWith("error: not found", (await Client.CallAsync("read_file", ("path", "/etc/passwd"))).Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_file_makes_directories_and_replaces_a_file()
    {
        var path = Folder + "/new/deep/file.txt";

        var written = await Client.CallAsync("write_file", ("path", path), ("content", "Grüße"));
        var again = await Client.CallAsync("write_file", ("path", path), ("content", ""));
        var binary = await Client.CallAsync("write_file", ("path", Folder + "/bytes"), ("content", "AP8="), ("encoding", "base64"));

        Assert.Equal($$"""{"status":"ok","path":"{{path}}","size":7}""", written.Text());
        Assert.Equal(0, again.Data("size").GetInt64());
        Assert.Equal("", await File.ReadAllTextAsync(At("new/deep/file.txt")));
        Assert.NotEqual(true, binary.IsError);
        Assert.Equal([0, 255], await File.ReadAllBytesAsync(At("bytes")));
    }

    [Fact]
    public async Task Write_file_leaves_the_jail_nowhere_and_needs_valid_arguments()
    {
        File.CreateSymbolicLink(At("link"), Path.GetDirectoryName(Host.Root)!);

        Assert.Contains("outside", (await Client.CallAsync("write_file", ("path", Folder + "/link/x"), ("content", "x"))).Error(), StringComparison.Ordinal);
        Assert.Contains("upwards", (await Client.CallAsync("write_file", ("path", "../x"), ("content", "x"))).Error(), StringComparison.Ordinal);
        Assert.Contains("'content' of write_file is missing", (await Client.CallAsync("write_file", ("path", "x"))).Error(), StringComparison.Ordinal);
        Assert.Contains("base64", (await Client.CallAsync("write_file", ("path", "x"), ("content", "%"), ("encoding", "base64"))).Error(), StringComparison.Ordinal);
        Assert.Contains("must be a string", (await Client.CallAsync("write_file", ("path", 7), ("content", "x"))).Error(), StringComparison.Ordinal);
        Assert.Contains("no argument 'file'; it has path, content", (await Client.CallAsync("write_file", ("file", "x"))).Error(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(Host.Root)!, "x")));
    }

    [Fact]
    public async Task Delete_file_deletes_files_and_refuses_directories()
    {
        Put("old", "x"u8);

        var deleted = await Client.CallAsync("delete_file", ("path", Folder + "/old"));

        Assert.Equal($$"""{"status":"ok","path":"{{Folder}}/old"}""", deleted.Text());
        Assert.False(File.Exists(At("old")));
        Assert.StartsWith("error: not found", (await Client.CallAsync("delete_file", ("path", Folder + "/old"))).Error(), StringComparison.Ordinal);
        Assert.Equal(
            $"error: '{Folder}' is a directory, and delete_file deletes files only. claude_run can delete it.",
            (await Client.CallAsync("delete_file", ("path", Folder))).Error());
        Assert.EndsWith(
            ". Name a file or directory below the root, with '/' between its parts and without '..'.",
            (await Client.CallAsync("delete_file", ("path", "../x"))).Error(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(At("")));
    }

    [Fact]
    public async Task Every_tool_says_what_it_does_to_the_world_and_what_it_answers()
    {
        var tools = (await Client.ListToolsAsync()).ToDictionary(tool => tool.Name, tool => tool.ProtocolTool);

        Assert.All(tools.Values, tool =>
        {
            Assert.NotNull(tool.OutputSchema);
            Assert.False(string.IsNullOrEmpty(tool.Title));
            Assert.False(tool.InputSchema.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(tool.Name == "claude_run", tool.Annotations!.OpenWorldHint);
            Assert.NotNull(tool.Annotations.DestructiveHint);
            Assert.NotNull(tool.Annotations.IdempotentHint);
        });
        Assert.Equal(["get_run", "list_files", "read_file"], tools.Values.Where(t => t.Annotations!.ReadOnlyHint == true).Select(t => t.Name).Order());
        Assert.Contains("write inputs with write_file", tools["claude_run"].Description, StringComparison.Ordinal);
        Assert.Equal("haiku", tools["claude_run"].InputSchema.GetProperty("properties").GetProperty("model").GetProperty("default").GetString());
    }

    private string At(string name) => Path.Combine(Host.Root, Folder, name);

    private void Put(string name, ReadOnlySpan<byte> content)
    {
        using var file = File.Create(At(name));
        file.Write(content);
    }
}
