using System.Net;

namespace Claudebox.Settings;

/// <summary>Recognises addresses of the local computer.</summary>
internal static class Loopback
{
    /// <summary>Whether a URL's host is <c>localhost</c> (or below it), in 127.0.0.0/8, or <c>::1</c>, mapped forms included.</summary>
    internal static bool IsLoopbackUrl(string url)
    {
        if (Parse(url) is not { } uri)
        {
            return false;
        }

        var host = uri.DnsSafeHost.TrimEnd('.');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
            host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return IPAddress.TryParse(host, out var address) &&
            IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    /// <summary>The URL for messages: without user name, password, query and fragment.</summary>
    internal static string WithoutCredentials(string url) =>
        Parse(url)?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) ?? "no valid URL";

    private static Uri? Parse(string url) => Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) ? uri : null;
}
