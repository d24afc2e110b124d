using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Claudebox.Server.Tests.Api;

/// <summary>Uploads: whose they become, and that they are whole or not at all.</summary>
public sealed class ApiUploadTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private const string Owner = "4321:5432";

    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task What_is_uploaded_belongs_to_the_roots_owner_and_keeps_its_mode()
    {
        await using var host = await ApiHost.StartAsync((workspace, _) => HostProgram.Run("chown", Owner, workspace));
        using var client = host.Connect();

        await client.PutAsync("/files/new/folder/file", "x"u8.ToArray());
        File.SetUnixFileMode(Path.Combine(host.Root, "new/folder/file"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await client.PutAsync("/files/new/folder/file", "y"u8.ToArray());
        await client.RunAsync("[sim:bash command=\"echo by-claude > from-run\"]", "made");

        foreach (var path in new[] { "new", "new/folder", "new/folder/file", "made", "made/from-run" })
        {
            Assert.Equal(Owner, HostProgram.Run("stat", "-c", "%u:%g", Path.Combine(host.Root, path)).Trim());
        }

        Assert.Equal("700", HostProgram.Run("stat", "-c", "%a", Path.Combine(host.Root, "new/folder/file")).Trim());
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
}
