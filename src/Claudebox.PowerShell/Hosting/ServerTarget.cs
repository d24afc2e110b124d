using System.Net;

namespace Claudebox.PowerShell.Hosting;

/// <summary>Which API server is meant: what its container is made of and where it is published.</summary>
/// <param name="Container">The container; its path is the root of workspaces.</param>
/// <param name="Name">The container's whole name; null for the usual one.</param>
/// <param name="Address">The address to publish at.</param>
/// <param name="Port">The port; 0 for any.</param>
internal sealed record ServerTarget(WorkspaceTarget Container, string? Name, IPAddress Address, int Port)
{
    /// <summary>The host names that it answers to; null for the setting.</summary>
    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <summary>The origins of web pages that may use it; null for the setting.</summary>
    public IReadOnlyList<string>? CorsOrigins { get; init; }

    /// <summary>Seconds that its runs have when it stops; null for the setting.</summary>
    public int? DrainSeconds { get; init; }
}
