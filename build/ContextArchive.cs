using System.Formats.Tar;
using System.IO.Compression;

namespace Claudebox.Build;

/// <summary>A build context as single files and tool carry it: a compressed archive that an engine takes as it is.</summary>
public static class ContextArchive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Packs a context: the same content gives the same bytes.</summary>
    /// <param name="context">The staged context.</param>
    /// <param name="folder">Where <c>context.tar.gz</c> and <c>context.json</c> are put.</param>
    /// <param name="level">How much time to spend on the size.</param>
    public static async Task MakeAsync(ImageContext context, string folder, CompressionLevel level)
    {
        await using (var file = File.Create(Path.Combine(folder, "context.tar.gz")))
        await using (var gzip = new GZipStream(file, level))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var path in Directory.EnumerateFiles(context.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                await using var content = File.OpenRead(path);
                var name = Path.GetRelativePath(context.Directory, path).Replace('\\', '/');
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = content,
                    Mode = IsProgram(path) ? Executable : Readable,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }
        File.Copy(Path.Combine(context.Directory, "context.json"), Path.Combine(folder, "context.json"), overwrite: true);
    }

    // Windows knows no modes; there the names tell.
    private static bool IsProgram(string path) => OperatingSystem.IsWindows()
        ? path.EndsWith(".sh", StringComparison.Ordinal) || path.EndsWith("claudebox-server", StringComparison.Ordinal)
        : (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
}
