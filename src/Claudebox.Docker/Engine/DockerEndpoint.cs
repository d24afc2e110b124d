namespace Claudebox.Docker;

/// <summary>Where an engine listens and how to speak to it.</summary>
/// <param name="Uri">Address with the scheme unix, npipe, tcp, http or https.</param>
/// <param name="Source">Where the address was found, for messages.</param>
/// <param name="Tls">The TLS material; null for plain connections.</param>
internal sealed record DockerEndpoint(Uri Uri, string Source, TlsMaterial? Tls = null)
{
    /// <summary>The directory in which Docker's command keeps its configuration, logins among it.</summary>
    public string ConfigDirectory { get; init; } = string.Empty;

    /// <summary>The path of the Unix socket; null for other endpoints.</summary>
    public string? SocketPath => Uri.Scheme == "unix" ? Uri.UnescapeDataString(Uri.AbsolutePath) : null;

    /// <summary>The address for messages, without credentials.</summary>
    public override string ToString() =>
        Uri.Scheme == "unix" ? "unix://" + SocketPath : Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped);

    /// <summary>
    /// The engine's socket as its containers reach it. A virtual machine (Docker Desktop) has it at the usual path,
    /// whatever the host's path is.
    /// </summary>
    public string SocketForMount =>
        OperatingSystem.IsLinux() && SocketPath is { } path && !path.Contains("/.docker/", StringComparison.Ordinal)
            ? path
            : "/var/run/docker.sock";
}

/// <summary>PEM files of a TLS connection.</summary>
/// <param name="Directory">Directory with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>, each optional; null for the system's own trust.</param>
/// <param name="SkipVerify">Whether the engine's certificate is not checked.</param>
internal sealed record TlsMaterial(string? Directory, bool SkipVerify);
