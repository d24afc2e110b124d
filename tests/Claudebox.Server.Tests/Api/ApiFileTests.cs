using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Claudebox.Server.Tests.Api;

/// <summary>Files over TCP.</summary>
public sealed class ApiFileTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private const string Owner = "4321:5432";

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
        Run("mkfifo", Path.Combine(folder, "fifo"));

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

    [Fact]
    public async Task Parts_of_a_file_and_only_changed_ones_can_be_asked_for()
    {
        await _client.PutAsync("/files/parts.txt", "0123456789"u8.ToArray());

        var part = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=2-4"));
        var end = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=-3"));
        var beyond = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=50-"));
        var whole = await _client.GetAsync("/files/parts.txt");
        var tag = whole.Headers.ETag!.ToString();
        var same = await _client.GetAsync("/files/parts.txt", ("If-None-Match", tag));
        await _client.PutAsync("/files/parts.txt", "changed"u8.ToArray());
        var changed = await _client.GetAsync("/files/parts.txt", ("If-None-Match", tag));
        var resumed = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=2-4"), ("If-Range", tag));

        Assert.Equal((HttpStatusCode.PartialContent, "234"), (part.Status, part.BodyText));
        Assert.Equal("789", end.BodyText);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.Status);
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.Status, same.BodyText));
        Assert.Equal((HttpStatusCode.OK, "changed"), (changed.Status, changed.BodyText));
        Assert.Equal((HttpStatusCode.OK, "changed"), (resumed.Status, resumed.BodyText));
        Assert.NotNull(whole.ContentHeaders.LastModified);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_change_can_depend_on_the_state_that_the_client_knows()
    {
        var first = await _client.PutAsync("/files/state.txt", "one"u8.ToArray(), ("If-None-Match", "*"));
        var tag = first.Headers.ETag!.ToString();
        var again = await _client.PutAsync("/files/state.txt", "two"u8.ToArray(), ("If-None-Match", "*"));
        var second = await _client.PutAsync("/files/state.txt", "three"u8.ToArray(), ("If-Match", tag));
        var stale = await _client.PutAsync("/files/state.txt", "four"u8.ToArray(), ("If-Match", tag));
        var missing = await _client.PutAsync("/files/state-missing.txt", "x"u8.ToArray(), ("If-Match", "*"));
        var kept = await _client.DeleteAsync("/files/state.txt", ("If-Match", tag));
        var content = (await _client.GetAsync("/files/state.txt")).BodyText;
        var deleted = await _client.DeleteAsync("/files/state.txt", ("If-Match", second.Headers.ETag!.ToString()));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [first.Status, second.Status, deleted.Status]);
        Assert.All([again, stale, missing, kept], a => Assert.Equal(HttpStatusCode.PreconditionFailed, a.Status));
        Assert.Equal("three", content);
        Assert.False(File.Exists(Path.Combine(_host.Root, "state-missing.txt")));
    }

    [Fact]
    public async Task A_condition_that_cannot_be_read_and_a_part_of_a_file_change_nothing()
    {
        await _client.PutAsync("/files/whole.txt", "whole"u8.ToArray());

        var unquoted = await _client.PutAsync("/files/whole.txt", "x"u8.ToArray(), ("If-Match", "1a2b-3c"));
        var removed = await _client.DeleteAsync("/files/whole.txt", ("If-Match", "1a2b-3c"));
        var part = await _client.PutAsync("/files/whole.txt", "le"u8.ToArray(), ("Content-Range", "bytes 3-4/5"));

        Assert.All([unquoted, removed, part], answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        Assert.Equal("whole", (await _client.GetAsync("/files/whole.txt")).BodyText);
    }

    [Fact]
    public async Task Of_many_changes_of_one_state_exactly_one_succeeds()
    {
        var tag = (await _client.PutAsync("/files/race.txt", "start"u8.ToArray())).Headers.ETag!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _client.PutAsync("/files/race.txt", Encoding.ASCII.GetBytes($"writer {i}"), ("If-Match", tag))));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Nothing_outside_of_the_root_can_be_reached_by_any_verb()
    {
        var beside = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_host.Root)!, "workspace2")).FullName;
        await File.WriteAllTextAsync(Path.Combine(beside, "x"), "untouched");
        var folder = Directory.CreateDirectory(Path.Combine(_host.Root, "jail")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "absolute"), Path.Combine(beside, "x"));
        File.CreateSymbolicLink(Path.Combine(folder, "relative"), "../../workspace2/x");
        Directory.CreateSymbolicLink(Path.Combine(folder, "etc"), "/etc");
        Directory.CreateSymbolicLink(Path.Combine(folder, "beside"), "../../workspace2");
        Directory.CreateSymbolicLink(Path.Combine(folder, "dangling"), "nowhere/at/all");
        string[] targets =
        [
            "/files/../workspace2/x", "/files/..%2fworkspace2%2fx", "/files/%2e%2e/workspace2/x", "/files/%2e%2e%2fworkspace2%2fx", "/files/jail/..%2f..%2f..%2fworkspace2/x",
            "/files//etc/passwd", "/files/%2fetc%2fpasswd", "/files/jail/etc/passwd", "/files/jail/absolute/y", "/files/jail/beside/x", "/files/jail/dangling/x",
            "/files/a%00b", "/files/jail/x%00.txt", "/files/%ff%fe", "/files/%zz", "/files/" + new string('n', 300), "/x/../files/../workspace2/x",
        ];
        foreach (var target in targets)
        {
            var answers = new[] { await _client.GetAsync(target), await _client.DeleteAsync(target) };
            Assert.All(answers, a => Assert.True((int)a.Status is >= 400 and < 500, $"{target}: {a.Status}"));
        }

        // What begins with a slash is below the root, hence a name like others.
        foreach (var target in targets.Where(t => !t.EndsWith("passwd", StringComparison.Ordinal) || t.Contains("jail", StringComparison.Ordinal)))
        {
            var put = await _client.PutAsync(target, "evil"u8.ToArray());
            Assert.True((int)put.Status is >= 400 and < 500, $"PUT {target}: {put.Status}");
        }

        foreach (var link in new[] { "absolute", "relative", "dangling" })
        {
            Assert.True((int)(await _client.GetAsync("/files/jail/" + link)).Status is >= 400 and < 500, link);
            Assert.True((int)(await _client.PutAsync("/files/jail/" + link, "evil"u8.ToArray())).Status is >= 400 and < 500, link);
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.DeleteAsync("/files/jail/absolute")).Status);
        Assert.False(Path.Exists(Path.Combine(folder, "absolute")));
        Assert.Equal("untouched", await File.ReadAllTextAsync(Path.Combine(beside, "x")));
        Assert.Equal(["x"], Directory.EnumerateFileSystemEntries(beside).Select(Path.GetFileName));
        Assert.False(Path.Exists(Path.Combine(_host.Root, "nowhere")));
    }

    [Fact]
    public async Task Links_inside_the_root_are_followed_and_deleting_one_keeps_what_it_leads_to()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_host.Root, "links", "target")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "old");
        File.CreateSymbolicLink(Path.Combine(_host.Root, "links", "link"), "target/file");
        Directory.CreateSymbolicLink(Path.Combine(_host.Root, "links", "folder"), "target");

        var through = await _client.PutAsync("/files/links/link", "new"u8.ToArray());
        await _client.PutAsync("/files/links/folder/beside", "beside"u8.ToArray());
        var delete = await _client.DeleteAsync("/files/links/link");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [through.Status, delete.Status]);
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(folder, "file")));
        Assert.Equal("beside", await File.ReadAllTextAsync(Path.Combine(folder, "beside")));
        Assert.False(Path.Exists(Path.Combine(_host.Root, "links", "link")));
    }

    [Fact]
    public async Task What_is_no_file_is_left_alone()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_host.Root, "special", "folder")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "");
        Run("mkfifo", Path.Combine(folder, "fifo"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "socket")));

        foreach (var name in new[] { "fifo", "socket" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("/files/special/" + name)).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await _client.PutAsync("/files/special/" + name, [1])).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await _client.DeleteAsync("/files/special/" + name)).Status);
        }

        Assert.Equal("cannot delete directories", (await _client.DeleteAsync("/files/special/folder")).Text("detail"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.DeleteAsync("/files/")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PutAsync("/files/special/folder", [1])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PutAsync("/files/", [1])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PutAsync("/files/special/file/below", [1])).Status);
        Assert.Equal(["fifo", "file", "folder", "socket"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_uploaded_belongs_to_the_roots_owner_and_keeps_its_mode()
    {
        await using var host = await ApiHost.StartAsync((workspace, _) => Run("chown", Owner, workspace));
        using var client = host.Connect();

        await client.PutAsync("/files/new/folder/file", "x"u8.ToArray());
        File.SetUnixFileMode(Path.Combine(host.Root, "new/folder/file"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await client.PutAsync("/files/new/folder/file", "y"u8.ToArray());
        await client.RunAsync("[sim:bash command=\"echo by-claude > from-run\"]", "made");

        foreach (var path in new[] { "new", "new/folder", "new/folder/file", "made", "made/from-run" })
        {
            Assert.Equal(Owner, Run("stat", "-c", "%u:%g", Path.Combine(host.Root, path)).Trim());
        }

        Assert.Equal("700", Run("stat", "-c", "%a", Path.Combine(host.Root, "new/folder/file")).Trim());
        Assert.Equal("y", await File.ReadAllTextAsync(Path.Combine(host.Root, "new/folder/file")));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_the_old_file_and_nothing_else()
    {
        await _client.PutAsync("/files/broken/file", "old"u8.ToArray());
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _host.Port, limit.Token);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /files/broken/file HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ApiHost.Token}\r\nContent-Length: 1000000\r\n\r\n"), limit.Token);
            await socket.GetStream().WriteAsync(new byte[500_000], limit.Token);
            while (!IsBeingWritten("broken"))
            {
                await Task.Delay(20, limit.Token);
            }
        }

        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            while (IsBeingWritten("broken"))
            {
                await Task.Delay(20, limit.Token);
            }
        }

        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(_host.Root, "broken")));
        Assert.Equal("old", (await _client.GetAsync("/files/broken/file")).BodyText);
        await _client.PutAsync("/files/broken/file", "new"u8.ToArray());
        Assert.Equal("new", (await _client.GetAsync("/files/broken/file")).BodyText);
    }

    [Fact]
    public async Task A_gigabyte_goes_up_and_down_in_flat_memory()
    {
        const long Size = 1L << 30;
        await using var host = await ApiHost.StartAsync();
        using var client = host.Connect();
        await client.PutAsync("/files/warm", new byte[5_000_000]);
        await client.GetAsync("/files/warm");
        var idle = ResidentBytes(host, "VmRSS");
        ResetPeak(host);

        using (var content = new StreamContent(new ZeroStream(Size)))
        {
            content.Headers.ContentLength = Size;
            Assert.Equal(Size, (await client.SendAsync(HttpMethod.Put, "/files/gigabyte", content)).Json["size"]!.GetValue<long>());
        }

        using (var response = await client.OpenAsync(HttpMethod.Get, "/files/gigabyte"))
        {
            Assert.Equal(Size, await CountAsync(await response.Content.ReadAsStreamAsync()));
        }

        var peak = ResidentBytes(host, "VmHWM");
        File.Delete(Path.Combine(host.Root, "gigabyte"));
        Assert.True(peak - idle < 30 * 1024 * 1024, $"{peak - idle:N0} bytes above {idle:N0}");
    }

    // An upload has no name, or a hidden one, while it is being written; the server has it open.
    private bool IsBeingWritten(string folder)
    {
        var prefix = Path.Combine(_host.Root, folder) + "/";
        return new DirectoryInfo(FormattableString.Invariant($"/proc/{_host.Server.ProcessId}/fd")).EnumerateFiles()
            .Any(file => file.LinkTarget is { } target && target.StartsWith(prefix, StringComparison.Ordinal) && target != prefix + "file");
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static long ResidentBytes(ApiHost host, string name) => 1024 * long.Parse(
        File.ReadLines($"/proc/{host.Server.ProcessId}/status").Single(l => l.StartsWith(name + ":", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    // clear_refs(5 in proc_pid_clear_refs): the peak begins anew.
    private static void ResetPeak(ApiHost host) => File.WriteAllText($"/proc/{host.Server.ProcessId}/clear_refs", "5");

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[1024 * 1024];
        long count = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            count += read;
        }

        return count;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
