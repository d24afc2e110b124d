using System.Net;
using System.Net.Sockets;
using Claudebox.CommandLine.Installation;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class ReleaseSourceTests : IDisposable
{
    private readonly TestHome _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_download_that_stands_still_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        using var source = ReleaseSource.TryOpen($"http://{listener.LocalEndpoint}", TimeSpan.FromSeconds(1))!;

        var failure = await Assert.ThrowsAsync<ClaudeboxException>(
            () => source.DownloadAsync(_home.In("command"), new string('0', 64), progress: null, Token).WaitAsync(TimeSpan.FromMinutes(1), Token));

        Assert.Equal(FailureCode.InstallationFailed, failure.Code);
        Assert.Contains("nothing came for 1 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_home.Path));
        (await serving).Dispose();
    }

    private static async Task<TcpClient> ServeAsync(TcpListener listener)
    {
        var client = await listener.AcceptTcpClientAsync(Token);
        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegun"u8.ToArray(), Token);
        return client;
    }
}
