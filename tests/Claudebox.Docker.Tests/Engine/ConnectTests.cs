using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Engine;

/// <summary>Engines that cannot be used, each with a sentence of its own.</summary>
public sealed partial class ConnectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_socket() =>
        await FailsAsync("unix:///nowhere/docker.sock", "unix:///nowhere/docker.sock", "the socket does not exist", "Install Docker");

    [Fact]
    public async Task A_socket_that_nobody_serves()
    {
        var path = SocketPath();
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));

            // Bound, not listening.
            await FailsAsync("unix://" + path, "nothing answers", "systemctl start docker");
        }

        File.Delete(path);
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await FailsAsync($"tcp://127.0.0.1:{port}", "nothing listens there");
    }

    [Fact]
    public async Task A_host_that_does_not_exist() => await FailsAsync("tcp://no-such-host.invalid:2375", "the host name is not known");

    [Fact]
    public async Task Something_that_never_answers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = Options($"tcp://{listener.LocalEndpoint}") with { ConnectTimeout = TimeSpan.FromMilliseconds(300) };
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => ClaudeboxEngine.ConnectAsync(options, Token));
        Assert.Equal(FailureCode.DockerUnavailable, exception.Code);
        Assert.Contains("did not answer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_is_no_engine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Token);
                await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray(), Token);
            },
            Token);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => ClaudeboxEngine.ConnectAsync(Options($"tcp://{listener.LocalEndpoint}"), Token));
        Assert.Equal(FailureCode.DockerUnavailable, exception.Code);
        await server;
    }

    [Fact]
    public async Task A_cancelled_attempt_is_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ClaudeboxEngine.ConnectAsync(Options("tcp://192.0.2.1:2375"), new CancellationToken(canceled: true)));

    // The file-system user id belongs to the thread on Linux, so one thread can be someone else for a moment.
    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_socket_that_one_may_not_use()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can become another user.");
        var path = SocketPath();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(65534);
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            thrown = Record.Exception(() => client.Connect(new UnixDomainSocketEndPoint(path)));
        });
        thread.Start();
        thread.Join();
        var failure = EngineFailures.Unavailable(new DockerEndpoint(new Uri("unix://" + path), "a test"), new HttpRequestException("Connection failed.", thrown));
        Assert.Contains("permission was denied", failure.Message, StringComparison.Ordinal);
        Assert.Contains("group docker", failure.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    private static string SocketPath() => Path.Combine(Path.GetTempPath(), $"cb-{Guid.NewGuid():N}.sock");

    private static EngineOptions Options(string host) => new() { DockerHost = host, Variables = new Dictionary<string, string>() };

    private static async Task FailsAsync(string host, params string[] parts)
    {
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => ClaudeboxEngine.ConnectAsync(Options(host), Token));
        Assert.Equal(FailureCode.DockerUnavailable, exception.Code);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint id);
}
