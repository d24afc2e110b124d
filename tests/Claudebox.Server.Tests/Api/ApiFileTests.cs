using System.Net;

namespace Claudebox.Server.Tests.Api;

/// <summary>Files over TCP: up, down, away, and what a directory shows.</summary>
public sealed class ApiFileTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_file_comes_back_as_it_went_and_is_gone_when_deleted()
    {
        var content = RandomBytes(300_000);

        var put = await _client.PutAsync("/files/round/trip/data.bin", content);
        var get = await _client.GetAsync("/files/round/trip/data.bin");
        var delete = await _client.DeleteAsync("/files/round/trip/data.bin");

        var path = Path.Combine(_host.Root, "round/trip/data.bin");
        Assert.Equal((HttpStatusCode.OK, "ok", path, content.Length), (put.Status, put.Text("status"), put.Text("path"), put.Json["size"]!.GetValue<int>()));
        Assert.Equal(content, get.Body);
        Assert.Equal("application/octet-stream", get.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(("ok", path), (delete.Text("status"), delete.Text("path")));
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/files/round/trip/data.bin")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.DeleteAsync("/files/round/trip/data.bin")).Status);
    }

    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData("with%20blank%20and%20%25.txt", "with blank and %.txt")]
    [InlineData("%C3%BC%F0%9F%99%82", "ü🙂")]
    [InlineData("a%2Fb.txt", "a/b.txt")]
    [InlineData("a%252Fb.txt", "a%2Fb.txt")]
    [InlineData("back\\slash", "back\\slash")]
    [InlineData("-rf", "-rf")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("q%3Fx%23y", "q?x#y")]
    public async Task Names_of_all_kinds_are_only_names(string target, string name)
    {
        var put = await _client.PutAsync("/files/names/" + target, "x"u8.ToArray());

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal("x", await File.ReadAllTextAsync(Path.Combine(_host.Root, "names", name)));
        Assert.Equal("x", (await _client.GetAsync("/files/names/" + target)).BodyText);
    }

    [Fact]
    public async Task A_listing_is_sorted_and_shows_type_size_and_time_of_everything()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_host.Root, "listing")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "b.txt"), "12345");
        await File.WriteAllTextAsync(Path.Combine(folder, ".hidden"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "Z"), "");
        Directory.CreateDirectory(Path.Combine(folder, "a-folder"));
        File.CreateSymbolicLink(Path.Combine(folder, "dangling"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(folder, "out"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(folder, "inside"), "b.txt");
        File.CreateSymbolicLink(Path.Combine(folder, "loop"), "loop");
        HostProgram.Run("mkfifo", Path.Combine(folder, "fifo"));

        var answer = await _client.GetAsync("/files/listing");
        var root = await _client.GetAsync("/files");

        var entries = answer.Json["entries"]!.AsArray();
        Assert.Equal("listing", answer.Text("path"));
        Assert.Equal(
            [".hidden file", "Z file", "a-folder dir", "b.txt file", "dangling link", "fifo other", "inside file", "loop link", "out link"],
            entries.Select(e => $"{e!["name"]} {e["type"]}"));
        Assert.Equal(5, entries[3]!["size"]!.GetValue<int>());
        Assert.Equal(File.GetLastWriteTimeUtc(Path.Combine(folder, "b.txt")), entries[3]!["modified"]!.GetValue<DateTimeOffset>().UtcDateTime);
        Assert.Null(entries[2]!["size"]);
        Assert.Equal("/", root.Text("path"));
        Assert.Equal(root.Body, (await _client.GetAsync("/files/")).Body);
        Assert.Equal("[]", (await _client.GetAsync("/files/listing/a-folder/")).Json["entries"]!.ToJsonString());
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
