namespace Claudebox.Testing;

/// <summary>Where the sources of this build are.</summary>
public static class Repository
{
    private const string Landmark = "Claudebox.sln";

    private static readonly Lazy<string> _root = new(Find);

    /// <summary>The absolute path of the repository: the nearest folder above the running assembly with <c>Claudebox.sln</c>.</summary>
    /// <exception cref="InvalidOperationException">The assembly does not run from inside a repository.</exception>
    public static string Root => _root.Value;

    /// <summary>The absolute path of something in the repository, from its parts below <see cref="Root"/>.</summary>
    public static string PathOf(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' contains {Landmark}.");
    }
}
