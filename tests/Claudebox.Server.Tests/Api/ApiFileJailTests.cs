using System.Net;
using System.Net.Sockets;

namespace Claudebox.Server.Tests.Api;

/// <summary>What names can lead to: nothing outside of the root, and nothing that is no file.</summary>
public sealed class ApiFileJailTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

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
        HostProgram.Run("mkfifo", Path.Combine(folder, "fifo"));
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
}
