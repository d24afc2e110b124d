using System.Security.Cryptography;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>Tokens of the HTTP API.</summary>
public static class ServerToken
{
    private const int Bytes = 32;

    /// <summary>Makes a token that nobody can guess.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Generate() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant();

    /// <summary>Checks that a text can be a token: a header must hold it as it is.</summary>
    /// <param name="token">The text; it is not repeated in the failure.</param>
    /// <returns>The same text.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it is empty or holds other than visible ASCII.</exception>
    public static string Checked(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length > 0 && token.All(character => character is > ' ' and < (char)127)
            ? token
            : throw new ClaudeboxException(FailureCode.InvalidRequest, "A token consists of letters, digits and other visible ASCII characters, without blanks.");
    }
}
