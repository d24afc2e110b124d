using System.Security.Cryptography;
using System.Text;

namespace Claudebox.Server.Auth;

/// <summary>The tokens that open the API, as digests: all are compared, in constant time, whatever was presented.</summary>
internal sealed class ApiTokens
{
    private readonly byte[][] _digests;

    private ApiTokens(IEnumerable<string> tokens) =>
        _digests = [.. tokens.Select(token => SHA256.HashData(Encoding.UTF8.GetBytes(token)))];

    /// <summary>No token at all.</summary>
    public static ApiTokens None { get; } = new([]);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _digests.Length == 0;

    /// <summary>Takes tokens as they are.</summary>
    public static ApiTokens Of(IEnumerable<string> tokens) => new(tokens);

    /// <summary>Reads tokens that commas or line breaks separate.</summary>
    public static ApiTokens Parse(string text) =>
        new(text.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Whether a text is one of the tokens.</summary>
    public bool Contain(string presented)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), digest);
        var found = false;
        foreach (var known in _digests)
        {
            found |= CryptographicOperations.FixedTimeEquals(known, digest);
        }

        return found;
    }
}
