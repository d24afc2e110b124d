using System.IO.Compression;
using System.Security.Cryptography;

namespace Claudebox.Build;

/// <summary>The module as it is handed out: a zip archive and its checksum.</summary>
public static class ModuleArchive
{
    /// <summary>Packs the staged module so that the archive unpacks into a folder of PowerShell's module path.</summary>
    /// <returns>The archive's path.</returns>
    public static async Task<string> MakeAsync(Repository repository)
    {
        var name = $"Claudebox-{repository.Version}.zip";
        var archive = Path.Combine(repository.Output, name);
        File.Delete(archive);
        var top = Path.Combine(repository.Output, "Claudebox");
        await using (var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create))
        {
            foreach (var file in Directory.EnumerateFiles(repository.Module, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var entry = "Claudebox/" + Path.GetRelativePath(top, file).Replace('\\', '/');
                await zip.CreateEntryFromFileAsync(file, entry, CompressionLevel.Optimal);
            }
        }
        await using var content = File.OpenRead(archive);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
        await File.WriteAllTextAsync(Path.Combine(repository.Output, "SHA256SUMS"), $"{hash}  {name}\n");
        return archive;
    }
}
