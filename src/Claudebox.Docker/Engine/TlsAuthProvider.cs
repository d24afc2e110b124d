using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Claudebox.Runs;
using Docker.DotNet.Handler.Abstractions;

namespace Claudebox.Docker;

/// <summary>TLS with the PEM files that Docker keeps: a client certificate, and a certificate authority of its own.</summary>
internal sealed class TlsAuthProvider(TlsMaterial material) : IAuthProvider
{
    public bool TlsEnabled => true;

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler)
    {
        var options = ((SocketsHttpHandler)handler).SslOptions;
        try
        {
            Configure(options);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"The certificates in {material.Directory} cannot be used: {exception.Message}", exception);
        }

        return handler;
    }

    private void Configure(SslClientAuthenticationOptions options)
    {
        if (Find("cert.pem") is { } certificate && Find("key.pem") is { } key)
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificate, key);

            // Windows cannot use a certificate whose key exists only in memory until it went through PKCS #12.
#pragma warning disable SYSLIB0057 // The replacement does not exist on .NET 8.
            options.ClientCertificates = [new X509Certificate2(pem.Export(X509ContentType.Pkcs12))];
#pragma warning restore SYSLIB0057
        }

        if (material.SkipVerify)
        {
#pragma warning disable CA5359 // The Docker context says so: SkipTLSVerify.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (Find("ca.pem") is { } authority)
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(authority);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(roots);
            options.CertificateChainPolicy = policy;
        }
    }

    private string? Find(string name)
    {
        var file = material.Directory is { } directory ? Path.Combine(directory, name) : null;
        return File.Exists(file) ? file : null;
    }
}
