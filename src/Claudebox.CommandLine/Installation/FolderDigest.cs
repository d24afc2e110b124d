using System.Security.Cryptography;
using System.Text;

namespace Claudebox.CommandLine.Installation;

/// <summary>A digest of the files below a folder: of their names and contents.</summary>
internal static class FolderDigest
{
    public static async Task<string> OfAsync(string folder, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{Path.GetRelativePath(folder, path)}\0{await InstalledCommand.DigestAsync(path, cancellationToken).ConfigureAwait(false)}\n"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
