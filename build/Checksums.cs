using System.Security.Cryptography;

namespace Claudebox.Build;

/// <summary><c>SHA256SUMS</c>, as sha256sum writes and checks it.</summary>
public static class Checksums
{
    /// <summary>Writes the checksums of every file in a folder.</summary>
    public static async Task WriteAsync(string folder)
    {
        var lines = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != "SHA256SUMS").Order(StringComparer.Ordinal))
        {
            await using var content = File.OpenRead(path);
            lines.Add($"{Convert.ToHexStringLower(await SHA256.HashDataAsync(content))}  {Path.GetFileName(path)}\n");
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "SHA256SUMS"), string.Concat(lines));
    }
}
