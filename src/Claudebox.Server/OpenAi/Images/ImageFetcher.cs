using System.Net;
using System.Net.Sockets;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi.Images;

/// <summary>
/// Fetches images that a request names by URL, without becoming a way into this machine's networks: a host is resolved once,
/// all its addresses must be public, and the connection goes to one of these very addresses; every redirect begins anew
/// (design section 6). No proxy is used, which would resolve the name itself.
/// </summary>
internal sealed class ImageFetcher : IDisposable
{
    private const int MostRedirects = 5;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly IImageNetwork _network;
    private readonly HttpMessageInvoker _http;

    public ImageFetcher(IImageNetwork network)
    {
        _network = network;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Fetches an image.</summary>
    /// <param name="url">An absolute http or https URL.</param>
    /// <param name="room">The room that its bytes take.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ImageException">It is not to be had, or not to be asked for.</exception>
    public async Task<byte[]> FetchAsync(Uri url, ImageRoom room, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            for (var redirects = 0; redirects <= MostRedirects; redirects++)
            {
                Check(url);
                using var request = new HttpRequestMessage(HttpMethod.Get, url);
                request.Headers.Accept.ParseAdd("image/*");
                request.Headers.UserAgent.ParseAdd("claudebox");
                using var response = await _http.SendAsync(request, limit.Token);
                if (response.Headers.Location is { } location && (int)response.StatusCode is 301 or 302 or 303 or 307 or 308)
                {
                    url = new Uri(url, location);
                    continue;
                }

                return response.IsSuccessStatusCode
                    ? await ReadAsync(response.Content, room, limit.Token)
                    : throw new ImageException(FormattableString.Invariant($"could not be fetched: its server answered {(int)response.StatusCode}"));
            }

            throw new ImageException("could not be fetched: there are too many redirects");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImageException(FormattableString.Invariant($"could not be fetched within {Limit.TotalSeconds:0} s"));
        }
        catch (HttpRequestException e) when (FindImageException(e) is { } refused)
        {
            throw refused;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            // Without the reason, which would tell a stranger about the network.
            throw new ImageException("could not be fetched");
        }
    }

    /// <summary>The failure for an image above the limit.</summary>
    public static ImageException TooLarge() => new(FormattableString.Invariant($"is larger than {PromptBlockRules.LargestImage} bytes"));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static void Check(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        {
            throw new ImageException("must be a data, http or https URL");
        }

        if (url.UserInfo.Length > 0 || url.Host.Length == 0)
        {
            throw new ImageException("must be a URL with a host and without a user");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await ResolveAsync(host, cancellationToken);
        if (addresses.Count == 0 || addresses.Any(address => !PublicAddress.Is(address)))
        {
            throw new ImageException("must lie on a public address");
        }

        for (var i = 0; ; i++)
        {
            try
            {
                return await _network.ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken);
            }
            catch (SocketException) when (i + 1 < addresses.Count)
            {
                // The next one may answer.
            }
        }
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await _network.ResolveAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            throw new ImageException("could not be fetched: its host has no address");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, ImageRoom room, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > PromptBlockRules.LargestImage)
        {
            throw TooLarge();
        }

        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var image = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (image.Length + count > PromptBlockRules.LargestImage)
            {
                throw TooLarge();
            }

            room.Take(count);
            image.Write(buffer, 0, count);
        }

        return image.ToArray();
    }

    private static ImageException? FindImageException(Exception? e) => e is null or ImageException ? (ImageException?)e : FindImageException(e.InnerException);
}
