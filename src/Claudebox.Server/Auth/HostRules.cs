using System.Net;
using Claudebox.Settings;

namespace Claudebox.Server.Auth;

/// <summary>
/// Under which host names the API answers. A web page can point its own name at this server (DNS rebinding) or post
/// to it from elsewhere; an open API would obey. With a token neither works, so then every name is served unless told otherwise.
/// </summary>
internal sealed class HostRules(ServerOptions options)
{
    private const string Any = "*";

    private readonly HashSet<string> _allowed = new(options.AllowedHosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request is refused; null when it is not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="open">Whether the API has no token.</param>
    /// <param name="ownPagesOnly">Whether pages of elsewhere are refused in any case, as the route's protocol demands.</param>
    public string? Refusal(HttpRequest request, bool open, bool ownPagesOnly)
    {
        var host = request.Host.Host;
        if (_allowed.Count > 0 ? !IsAllowed(host) : open && !IsLocalName(host))
        {
            return $"The host name '{host}' is not served here; allow it with {SettingTable.ModeApiAllowedHosts.Name}.";
        }

        // Browsers say where a page that posts came from; programs do not send the header.
        return (open || ownPagesOnly) && request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(origin, request.Host)
            ? $"A web page of '{origin}' must not use this API; allow its origin with {SettingTable.ModeApiCorsOrigins.Name}, or its host " +
              $"with {SettingTable.ModeApiAllowedHosts.Name}{(ownPagesOnly ? "" : ", or give the API a token")}."
            : null;
    }

    // That every name of this server is served does not let every page use it.
    private bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) &&
        (uri.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase) ||
         _allowed.Contains(uri.DnsSafeHost) ||
         BrowserAccess.Admits(options.CorsOrigins, origin));

    private bool IsAllowed(string host) => _allowed.Contains(Any) || _allowed.Contains(host);

    // Names that no stranger can point at this server: addresses, and names that only a local resolver knows, such as those of
    // compose services.
    private static bool IsLocalName(string host) =>
        host.Length > 0 &&
        (!host.Contains('.', StringComparison.Ordinal) ||
         host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ||
         host.Equals("host.docker.internal", StringComparison.OrdinalIgnoreCase) ||
         IPAddress.TryParse(host.AsSpan().Trim("[]"), out _));
}
