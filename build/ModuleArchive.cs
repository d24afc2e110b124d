using System.IO.Compression;

namespace Claudebox.Build;

/// <summary>The module as it is handed out: a zip archive.</summary>
public static class ModuleArchive
{
    // The earliest time that a zip archive can state: the same content gives the same bytes.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs the staged module so that the archive unpacks into a folder of PowerShell's module path.</summary>
    /// <param name="repository">The checkout.</param>
    /// <param name="folder">Where the archive is put.</param>
    public static async Task MakeAsync(Repository repository, string folder)
    {
        var archive = Path.Combine(folder, $"Claudebox-{repository.Version}.zip");
        File.Delete(archive);
        var top = Path.Combine(repository.Output, "Claudebox");
        await using var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create);
        foreach (var path in Directory.EnumerateFiles(repository.Module, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry("Claudebox/" + Path.GetRelativePath(top, path).Replace('\\', '/'), CompressionLevel.Optimal);
            entry.LastWriteTime = Epoch;
            await using var content = File.OpenRead(path);
            await using var target = await entry.OpenAsync();
            await content.CopyToAsync(target);
        }
    }
}
