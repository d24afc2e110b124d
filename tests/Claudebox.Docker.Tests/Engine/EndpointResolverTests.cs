using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Engine;

public sealed class EndpointResolverTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("claudebox-home-").FullName;

    [Fact]
    public void The_given_address_wins_then_the_variable_then_the_context()
    {
        WriteConfig("""{"currentContext":"current"}""");
        WriteContext("current", "unix:///ctx/current.sock");
        WriteContext("other", "unix:///ctx/other.sock");
        Assert.Equal("/given.sock", Resolve("unix:///given.sock", ("DOCKER_HOST", "unix:///variable.sock")).SocketPath);
        Assert.Equal("/variable.sock", Resolve(null, ("DOCKER_HOST", "unix:///variable.sock"), ("DOCKER_CONTEXT", "other")).SocketPath);
        Assert.Equal("/ctx/other.sock", Resolve(null, ("DOCKER_CONTEXT", "other")).SocketPath);
        Assert.Equal("/ctx/current.sock", Resolve(null).SocketPath);
        Assert.Equal("/var/run/docker.sock", Resolve(null, ("DOCKER_CONTEXT", "default")).SocketPath);
        Assert.Equal("/var/run/docker.sock", Resolve(null, ("DOCKER_CONFIG", "/nowhere")).SocketPath);
    }

    [Fact]
    public void The_rootless_socket_is_used_when_only_it_exists()
    {
        var resolver = Resolver(("XDG_RUNTIME_DIR", "/run/user/7"));
        Assert.Equal("/run/user/7/docker.sock", resolver.Resolve(null, path => path == "/run/user/7/docker.sock").SocketPath);
        Assert.Equal("/var/run/docker.sock", resolver.Resolve(null, _ => true).SocketPath);
        Assert.Equal("/var/run/docker.sock", resolver.Resolve(null, _ => false).SocketPath);
    }

    [Fact]
    public void A_context_brings_its_certificates()
    {
        var id = WriteContext("remote", "tcp://192.0.2.1", skipVerify: true);
        var certificates = Directory.CreateDirectory(Path.Combine(_home, ".docker", "contexts", "tls", id, "docker")).FullName;
        var endpoint = Resolve(null, ("DOCKER_CONTEXT", "remote"));
        Assert.Equal((new Uri("tcp://192.0.2.1:2376"), new TlsMaterial(certificates, true)), (endpoint.Uri, endpoint.Tls));
    }

    [Fact]
    public void Variables_turn_tls_on_for_remote_addresses_only()
    {
        var remote = Resolve("tcp://192.0.2.1", ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/certs"));
        Assert.Equal((new Uri("tcp://192.0.2.1:2376"), new TlsMaterial("/certs", false)), (remote.Uri, remote.Tls));
        Assert.Equal(Path.Combine(_home, ".docker"), Resolve("tcp://192.0.2.1", ("DOCKER_TLS_VERIFY", "1")).Tls!.Directory);
        Assert.Null(Resolve("unix:///x.sock", ("DOCKER_TLS_VERIFY", "1")).Tls);
        Assert.Equal(new Uri("tcp://192.0.2.1:2375"), Resolve("tcp://192.0.2.1").Uri);
        Assert.Equal(new Uri("tcp://192.0.2.1:99"), Resolve("tcp://192.0.2.1:99").Uri);
    }

    [Theory]
    [InlineData("http://192.0.2.1:80", 80)]
    [InlineData("https://192.0.2.1:443", 443)]
    [InlineData("http://[2001:db8::1]:80/x", 80)]
    [InlineData("http://192.0.2.1", 2375)]
    [InlineData("https://192.0.2.1", 2376)]
    [InlineData("http://[2001:db8::1]", 2375)]
    [InlineData("tcp://192.0.2.1:80", 80)]
    public void A_port_that_is_written_counts_even_when_it_is_the_schemes_own(string host, int port) =>
        Assert.Equal(port, Resolve(host).Uri.Port);

    [Theory]
    [InlineData("npipe://./pipe/docker_engine")]
    [InlineData("npipe:////./pipe/docker_engine")]
    public void Both_spellings_of_a_pipe_are_known(string host) =>
        Assert.Equal(new Uri("npipe://./pipe/docker_engine"), Resolve(host).Uri);

    [Theory]
    [InlineData("ssh://u@h", "ssh")]
    [InlineData("/var/run/docker.sock", "is not an address")]
    [InlineData("unix://var/run/docker.sock", "three slashes")]
    [InlineData("ftp://x", "unknown scheme")]
    [InlineData("://", "is not an address")]
    public void Other_addresses_are_errors_that_name_their_source(string host, string part)
    {
        var exception = Assert.Throws<ClaudeboxException>(() => Resolve(null, ("DOCKER_HOST", host)));
        Assert.Equal(FailureCode.InvalidRequest, exception.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_configuration_is_an_error_that_names_the_file()
    {
        Assert.Contains("'gone'", Assert.Throws<ClaudeboxException>(() => Resolve(null, ("DOCKER_CONTEXT", "gone"))).Message, StringComparison.Ordinal);
        WriteConfig("{");
        Assert.Contains("config.json", Assert.Throws<ClaudeboxException>(() => Resolve(null)).Message, StringComparison.Ordinal);
        WriteConfig("""{"currentContext":5}""");
        Assert.Contains("config.json", Assert.Throws<ClaudeboxException>(() => Resolve(null)).Message, StringComparison.Ordinal);
        WriteContext("empty", "");
        Assert.Contains("'empty'", Assert.Throws<ClaudeboxException>(() => Resolve(null, ("DOCKER_CONTEXT", "empty"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.41", "1.12", "1.41")]
    [InlineData("1.99", "1.24", "1.51")]
    [InlineData("1.99", "1.60", "1.60")]
    [InlineData("strange", null, null)]
    public void The_newest_version_that_both_know_is_used(string newest, string? oldest, string? expected) =>
        Assert.Equal(expected, EngineApi.Negotiate(newest, oldest)?.ToString());

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private EndpointResolver Resolver(params (string Name, string Value)[] variables) => new(variables.ToDictionary(v => v.Name, v => v.Value), _home);

    private DockerEndpoint Resolve(string? host, params (string Name, string Value)[] variables) => Resolver(variables).Resolve(host, _ => true);

    private void WriteConfig(string json)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_home, ".docker")).FullName;
        File.WriteAllText(Path.Combine(directory, "config.json"), json);
    }

    private string WriteContext(string name, string host, bool skipVerify = false)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var directory = Directory.CreateDirectory(Path.Combine(_home, ".docker", "contexts", "meta", id)).FullName;
        var meta = new { Name = name, Endpoints = new { docker = new { Host = host, SkipTLSVerify = skipVerify } } };
        File.WriteAllText(Path.Combine(directory, "meta.json"), JsonSerializer.Serialize(meta));
        return id;
    }
}
