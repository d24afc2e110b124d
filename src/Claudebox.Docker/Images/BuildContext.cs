using System.Formats.Tar;

namespace Claudebox.Docker;

/// <summary>A directory as the archive that a build reads.</summary>
internal static class BuildContext
{
    /// <summary>Packs a directory into a file that is deleted when the stream is closed.</summary>
    /// <returns>A stream at its beginning.</returns>
    internal static async Task<Stream> PackAsync(string directory, CancellationToken cancellationToken)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), "claudebox-" + Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
        try
        {
            await TarFile.CreateFromDirectoryAsync(directory, file, includeBaseDirectory: false, cancellationToken).ConfigureAwait(false);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
