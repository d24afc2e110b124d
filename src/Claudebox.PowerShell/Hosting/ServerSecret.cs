using System.Net;
using System.Security;
using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Hosting;

/// <summary>Tokens as PowerShell keeps them, and as the server wants them.</summary>
internal static class ServerSecret
{
    /// <summary>Makes a token that nobody can guess.</summary>
    public static SecureString Generate()
    {
        var secret = new SecureString();
        foreach (var character in ServerToken.Generate())
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Reads a token.</summary>
    /// <exception cref="ClaudeboxException">It cannot be one.</exception>
    public static string Read(SecureString secret) => ServerToken.Checked(new NetworkCredential("", secret).Password);
}
