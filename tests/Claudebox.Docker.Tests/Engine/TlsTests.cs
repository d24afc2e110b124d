using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Claudebox.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Claudebox.Docker.Tests.Engine;

/// <summary>TLS with certificates of one's own, against a server that asks for a client certificate as an engine does.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("claudebox-tls-").FullName;
    private readonly X509Certificate2 _authority = Authority("CN=authority");
    private WebApplication? _server;
    private int _port;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var certificate = Issue("CN=127.0.0.1", isServer: true);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (client, _, _) => client.Issuer == _authority.Subject;
        })));
        _server = builder.Build();
        _server.Run(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"ApiVersion":"1.41","MinAPIVersion":"1.12","Version":"20.10"}""");
        });
        await _server.StartAsync(Token);
        _port = new Uri(_server.Urls.Single()).Port;
        WritePem("ca.pem", _authority.ExportCertificatePem());
        using var client = Issue("CN=client", isServer: false);
        WritePem("cert.pem", client.ExportCertificatePem());
        WritePem("key.pem", client.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public async Task The_certificates_of_the_directory_are_used()
    {
        await using var engine = await ConnectAsync();
        Assert.Equal($"tcp://127.0.0.1:{_port}", engine.Endpoint.TrimEnd('/'));
    }

    [Fact]
    public async Task Another_authority_is_not_trusted()
    {
        using var other = Authority("CN=other");
        WritePem("ca.pem", other.ExportCertificatePem());
        await FailsAsync(FailureCode.DockerUnavailable, "TLS handshake failed");
    }

    [Fact]
    public async Task The_systems_trust_is_not_enough()
    {
        File.Delete(Path.Combine(_directory, "ca.pem"));
        await FailsAsync(FailureCode.DockerUnavailable, "TLS handshake failed");
    }

    [Fact]
    public async Task A_missing_client_certificate_is_refused_by_the_engine()
    {
        File.Delete(Path.Combine(_directory, "key.pem"));
        await FailsAsync(FailureCode.DockerUnavailable, $"127.0.0.1:{_port}");
    }

    [Fact]
    public async Task A_broken_file_is_named()
    {
        WritePem("key.pem", "not a key");
        await FailsAsync(FailureCode.InvalidRequest, _directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private X509Certificate2 Issue(string name, bool isServer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (isServer)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7), RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private void WritePem(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);

    private Task<ClaudeboxEngine> ConnectAsync() => ClaudeboxEngine.ConnectAsync(
        new EngineOptions
        {
            DockerHost = $"tcp://127.0.0.1:{_port}",
            Variables = new Dictionary<string, string> { ["DOCKER_TLS_VERIFY"] = "1", ["DOCKER_CERT_PATH"] = _directory },
        },
        Token);

    private async Task FailsAsync(FailureCode code, string part)
    {
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(ConnectAsync);
        Assert.Equal(code, exception.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }
}
