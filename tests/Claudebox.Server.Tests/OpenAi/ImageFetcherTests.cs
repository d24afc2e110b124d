using System.Net;
using Claudebox.Runs;
using Claudebox.Server.OpenAi.Images;
using Microsoft.AspNetCore.Http;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Images that a request names by URL: from public addresses only, whatever names, answers and redirects pretend.</summary>
public sealed class ImageFetcherTests : IAsyncLifetime
{
    private const string PublicAddress = "93.184.215.14";
    private const string Host = "images.example.com";

    private static readonly byte[] Content = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private readonly ImageNetworkDouble _network = new ImageNetworkDouble().With(Host, [PublicAddress]);
    private readonly ImageFetcher _fetcher;
    private readonly List<string> _asked = [];

    public ImageFetcherTests() => _fetcher = new ImageFetcher(_network);

    public async ValueTask InitializeAsync() => await _network.ServeAsync(AnswerAsync);

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        await _network.DisposeAsync();
    }

    [Fact]
    public async Task A_public_image_is_fetched_from_the_address_that_was_looked_at()
    {
        Assert.Equal(Content, await FetchAsync($"http://{Host}/image"));

        Assert.Equal(new IPEndPoint(IPAddress.Parse(PublicAddress), 80), Assert.Single(_network.Connections));
        Assert.Equal([Host + "/image"], _asked);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    public async Task No_connection_is_made_to_an_address_that_is_not_public(string address)
    {
        var literal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        await RefusedAsync($"http://{literal}/image", "public");

        _network.With("inside.example.com", [address]);
        await RefusedAsync("https://inside.example.com/image", "public");

        // One such address among others is enough: a connection would try them all.
        _network.With("mixed.example.com", [PublicAddress, address]);
        await RefusedAsync("http://mixed.example.com/image", "public");
        Assert.Empty(_network.Connections);
    }

    [Theory]
    [InlineData("http://127.1/image")]
    [InlineData("http://2130706433/image")]
    [InlineData("http://0x7f000001/image")]
    [InlineData("http://0177.0.0.1/image")]
    [InlineData("http://localhost/image")]
    [InlineData("http://unknown.example.com/image")]
    [InlineData("ftp://images.example.com/image")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://images.example.com/")]
    [InlineData("http://user:secret@images.example.com/image")]
    [InlineData("data:image/png;base64,AAAA")]
    public async Task No_connection_is_made_for_a_URL_that_only_looks_harmless(string url)
    {
        await Assert.ThrowsAsync<ImageException>(() => FetchAsync(url));
        Assert.Empty(_network.Connections);
    }

    [Theory]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("172.32.0.1")]
    public async Task Public_addresses_of_both_kinds_are_good(string address)
    {
        _network.With("good.example.com", [address]);
        Assert.Equal(Content, await FetchAsync("http://good.example.com/image"));
    }

    [Fact]
    public async Task A_redirect_is_followed_to_a_public_address_only()
    {
        _network.With("inside.example.com", ["10.0.0.7"]);

        Assert.Equal(Content, await FetchAsync($"http://{Host}/to?http://{Host}/image"));
        Assert.Equal(Content, await FetchAsync($"http://{Host}/to?/image"));
        var made = _network.Connections.Count;
        foreach (var target in new[] { "http://127.0.0.1/image", "http://169.254.169.254/latest", "http://inside.example.com/image", "http://[::1]/image", "file:///etc/passwd", "ftp://images.example.com/image" })
        {
            await Assert.ThrowsAsync<ImageException>(() => FetchAsync($"http://{Host}/to?{target}"));
            Assert.Equal(++made, _network.Connections.Count);
        }

        await RefusedAsync($"http://{Host}/around", "redirects");
        Assert.All(_network.Connections, c => Assert.Equal(PublicAddress, c.Address.ToString()));
    }

    [Fact]
    public async Task A_name_that_changes_its_address_meanwhile_gains_nothing()
    {
        // What was looked at is what is connected to; the next request looks again.
        _network.With("rebound.example.com", [PublicAddress], ["127.0.0.1"]);

        Assert.Equal(Content, await FetchAsync("http://rebound.example.com/image"));
        await RefusedAsync("http://rebound.example.com/image", "public");
        Assert.Equal(PublicAddress, Assert.Single(_network.Connections).Address.ToString());
    }

    [Theory]
    [InlineData("announced")]
    [InlineData("endless")]
    public async Task An_image_above_the_limit_is_not_read_to_its_end(string path) => await RefusedAsync($"http://{Host}/{path}", "larger");

    [Theory]
    [InlineData("missing", "404")]
    [InlineData("cut", "fetched")]
    public async Task What_cannot_be_had_is_said(string path, string expected) => await RefusedAsync($"http://{Host}/{path}", expected);

    private Task<byte[]> FetchAsync(string url) => _fetcher.FetchAsync(new Uri(url), new ImageRoom(PromptBlockRules.LargestSum), TestContext.Current.CancellationToken);

    private async Task RefusedAsync(string url, string expected)
    {
        var refusal = await Assert.ThrowsAsync<ImageException>(() => FetchAsync(url));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _asked.Add($"{context.Request.Host}{context.Request.Path}");
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/image":
                await response.Body.WriteAsync(Content);
                break;
            case "/to":
                response.StatusCode = StatusCodes.Status302Found;
                response.Headers.Location = context.Request.QueryString.Value![1..];
                break;
            case "/around":
                response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                response.Headers.Location = "/around";
                break;
            case "/announced":
                response.ContentLength = PromptBlockRules.LargestImage + 1L;
                await response.StartAsync();
                break;
            case "/endless":
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                }

                break;
            case "/cut":
                response.ContentLength = 100;
                await response.Body.WriteAsync(Content);
                await response.Body.FlushAsync();
                context.Abort();
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }
}
