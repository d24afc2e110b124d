using System.Net;
using System.Net.Sockets;

namespace Claudebox.Docker;

/// <summary>Where the port of an API server is published on the engine's host.</summary>
/// <param name="Address">The address to listen on.</param>
/// <param name="Port">The port; 0 lets Docker choose a free one each time the container starts.</param>
public sealed record ServerPublication(IPAddress Address, int Port)
{
    /// <summary>The port inside the container.</summary>
    internal const string PortInside = "8080/tcp";

    /// <summary>An address of the engine's host to connect to: one that means all of its addresses is none.</summary>
    internal IPAddress Reachable => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : Address;

    /// <summary>The address as URLs hold it.</summary>
    /// <returns>Address and port.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{(Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]" : Address)}:{Port}");
}
