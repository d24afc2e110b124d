using System.Formats.Tar;
using System.Reflection;
using System.Runtime.Loader;

namespace Claudebox.Docker;

/// <summary>
/// What an image is built from: a directory with a Dockerfile, or an archive of one that the package carries. A module has the
/// directory <c>image</c>; tool and single file have the archive, in an assembly of its own that is loaded only for a build.
/// </summary>
public sealed class BuildContext
{
    private const string Carrier = "Claudebox.ImageContext";
    private const string Archive = "context.tar.gz";
    private const string ManifestFile = "context.json";

    private readonly string? _directory;
    private readonly Func<string, Stream?> _open;
    private readonly Lazy<ContextManifest?> _manifest;

    private BuildContext(string? directory, Func<string, Stream?> open)
    {
        _directory = directory;
        _open = open;
        _manifest = new Lazy<ContextManifest?>(ReadManifest);
    }

    /// <summary>What the context says about itself; null for a directory that says nothing.</summary>
    internal ContextManifest? Manifest => _manifest.Value;

    /// <summary>A directory with a Dockerfile.</summary>
    /// <param name="path">The directory.</param>
    /// <returns>The context.</returns>
    public static BuildContext OfDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new BuildContext(path, name => File.Exists(Path.Combine(path, name)) ? File.OpenRead(Path.Combine(path, name)) : null);
    }

    /// <summary>Where it lies, for messages.</summary>
    public override string ToString() => _directory ?? "the archive in this program";

    /// <summary>Finds what the running package carries.</summary>
    /// <returns>The context; null when the package has none.</returns>
    internal static BuildContext? Find()
    {
        // The module keeps this assembly in deps/, the tool keeps it beside the program.
        var folder = Path.GetDirectoryName(typeof(BuildContext).Assembly.Location);
        folder = string.IsNullOrEmpty(folder) ? AppContext.BaseDirectory : folder;
        return ((string[])[Path.Combine(folder, "image"), Path.Combine(folder, "..", "image")])
            .Select(Path.GetFullPath)
            .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "Dockerfile"))) is { } directory
            ? OfDirectory(directory)
            : LoadCarrier() is { } carrier ? OfArchive(carrier.GetManifestResourceStream) : null;
    }

    /// <summary>An archive.</summary>
    /// <param name="open">Opens one of its two files, <c>context.tar.gz</c> and <c>context.json</c>.</param>
    internal static BuildContext OfArchive(Func<string, Stream?> open) => new(directory: null, open);

    /// <summary>Opens it as the archive that a build reads.</summary>
    /// <param name="cancellationToken">Ends the packing.</param>
    /// <returns>A tar archive, compressed or not, at its beginning.</returns>
    internal async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        _directory is null ? _open(Archive)! : await PackAsync(_directory, cancellationToken).ConfigureAwait(false);

    private static Assembly? LoadCarrier()
    {
        try
        {
            return AssemblyLoadContext.GetLoadContext(typeof(BuildContext).Assembly)!.LoadFromAssemblyName(new AssemblyName(Carrier));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // Into a file that is deleted when the stream is closed.
    private static async Task<Stream> PackAsync(string directory, CancellationToken cancellationToken)
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

    private ContextManifest? ReadManifest()
    {
        using var file = _open(ManifestFile);
        return file is null ? null : ContextManifest.Read(file);
    }
}
