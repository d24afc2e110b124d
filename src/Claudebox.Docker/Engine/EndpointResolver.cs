using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>
/// Finds the engine as Docker's own command does: the given address, <c>DOCKER_HOST</c>, the context, the system's default.
/// The client library resolves addresses too, but keeps a context's TLS material and the name of the source to itself.
/// </summary>
internal sealed class EndpointResolver(IReadOnlyDictionary<string, string> variables, string homeDirectory)
{
    internal const string DefaultSocket = "/var/run/docker.sock";

    private string ConfigDirectory => Variable("DOCKER_CONFIG") ?? Path.Combine(homeDirectory, ".docker");

    internal static EndpointResolver For(EngineOptions options) => new(
        options.Variables,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    internal DockerEndpoint Resolve(string? explicitHost, Func<string, bool>? socketExists = null) =>
        Find(explicitHost, socketExists) with { ConfigDirectory = ConfigDirectory };

    private DockerEndpoint Find(string? explicitHost, Func<string, bool>? socketExists)
    {
        if (explicitHost is { Length: > 0 })
        {
            return FromHost(explicitHost, "the given Docker host");
        }

        if (Variable("DOCKER_HOST") is { } host)
        {
            return FromHost(host, "DOCKER_HOST");
        }

        var contexts = new DockerContextStore(ConfigDirectory);
        var (name, source) = Variable("DOCKER_CONTEXT") is { } chosen
            ? (chosen, "DOCKER_CONTEXT")
            : (contexts.CurrentContext(), "the current Docker context");
        if (name is null or "" or "default")
        {
            return Default(socketExists ?? File.Exists);
        }

        var context = contexts.Load(name);
        return new DockerEndpoint(Parse(context.Host, $"{source} '{name}'", context.Tls is not null), $"{source} '{name}'", context.Tls);
    }

    internal static Uri Parse(string host, string source, bool tls)
    {
        // Docker's own spelling has four slashes; Uri and the client library know two.
        var text = host.Trim().Replace("npipe:////./", "npipe://./", StringComparison.OrdinalIgnoreCase);
        if (!text.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw Invalid(source, host, "is not an address such as unix:///var/run/docker.sock or tcp://192.0.2.1:2376");
        }

        return uri.Scheme switch
        {
            "unix" when uri.AbsolutePath is { Length: > 1 } && uri.Host.Length == 0 => uri,
            "unix" => throw Invalid(source, host, "does not name a socket; write three slashes: unix:///var/run/docker.sock"),
            "npipe" => uri,
            "tcp" or "http" or "https" => WithPort(uri, tls || uri.Scheme == "https"),
            "ssh" => throw Invalid(source, host,
                "uses ssh, which is not supported; forward the socket (ssh -nNT -L localhost:2375:/var/run/docker.sock HOST) and use tcp://localhost:2375"),
            _ => throw Invalid(source, host, "has an unknown scheme; known are unix, npipe, tcp, http and https"),
        };
    }

    private static Uri WithPort(Uri uri, bool tls) => HasPort(uri) ? uri : new UriBuilder(uri) { Port = tls ? 2376 : 2375 }.Uri;

    // Uri does not tell a written port 80 of http from none at all; of tcp it knows no default.
    private static bool HasPort(Uri uri) => new Uri("tcp" + uri.OriginalString[uri.OriginalString.IndexOf("://", StringComparison.Ordinal)..]).Port > 0;

    private static ClaudeboxException Invalid(string source, string host, string problem) =>
        new(FailureCode.InvalidRequest, $"The address of the Docker Engine from {source}, '{host}', {problem}.");

    private DockerEndpoint FromHost(string host, string source)
    {
        var verify = Variable("DOCKER_TLS_VERIFY") is not null;
        var remote = !host.TrimStart().StartsWith("unix:", StringComparison.OrdinalIgnoreCase) &&
            !host.TrimStart().StartsWith("npipe:", StringComparison.OrdinalIgnoreCase);
        var tls = verify && remote ? new TlsMaterial(Variable("DOCKER_CERT_PATH") ?? ConfigDirectory, SkipVerify: false) : null;
        return new DockerEndpoint(Parse(host, source, tls is not null), source, tls);
    }

    private DockerEndpoint Default(Func<string, bool> socketExists)
    {
        const string Source = "the system's default";
        if (OperatingSystem.IsWindows())
        {
            return new DockerEndpoint(new Uri("npipe://./pipe/docker_engine"), Source);
        }

        var rootless = Variable("XDG_RUNTIME_DIR") is { } runtime ? Path.Combine(runtime, "docker.sock") : null;
        return !socketExists(DefaultSocket) && rootless is not null && socketExists(rootless)
            ? new DockerEndpoint(new Uri("unix://" + rootless), "the rootless default")
            : new DockerEndpoint(new Uri("unix://" + DefaultSocket), Source);
    }

    private string? Variable(string name) => variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
