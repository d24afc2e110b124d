using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Claudebox.CommandLine.Installation;

/// <summary>An ed25519 key pair in OpenSSH's formats.</summary>
/// <param name="PrivateKey">The private key as PEM, without passphrase.</param>
/// <param name="PublicKey">The public key as one line, with its comment.</param>
internal sealed record SshKeyPair(string PrivateKey, string PublicKey)
{
    private const string PemType = "OPENSSH PRIVATE KEY";

    /// <summary>Makes a pair.</summary>
    /// <param name="comment">The comment of the public key, such as <c>user@host</c>.</param>
    public static SshKeyPair Generate(string comment)
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var pair = generator.GenerateKeyPair();
        using var text = new StringWriter { NewLine = "\n" };
        using (var writer = new PemWriter(text))
        {
            writer.WriteObject(new PemObject(PemType, OpenSshPrivateKeyUtilities.EncodePrivateKey(pair.Private)));
        }

        return new SshKeyPair(text.ToString(), Line((Ed25519PublicKeyParameters)pair.Public, comment));
    }

    /// <summary>Derives the public key's line from a private key.</summary>
    /// <param name="privateKey">The PEM.</param>
    /// <param name="comment">The comment.</param>
    /// <returns>The line; null when the key is of another kind or has a passphrase.</returns>
    public static string? TryDerive(string privateKey, string comment)
    {
        try
        {
            using var reader = new PemReader(new StringReader(privateKey));
            return reader.ReadPemObject() is { Type: PemType } pem && OpenSshPrivateKeyUtilities.ParsePrivateKeyBlob(pem.Content) is Ed25519PrivateKeyParameters key
                ? Line(key.GeneratePublicKey(), comment)
                : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static string Line(Ed25519PublicKeyParameters key, string comment) =>
        $"ssh-ed25519 {Convert.ToBase64String(OpenSshPublicKeyUtilities.EncodePublicKey(key))} {comment}\n";
}
