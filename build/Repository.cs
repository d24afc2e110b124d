using System.Text.RegularExpressions;

namespace Claudebox.Build;

/// <summary>The checkout that is being built: its paths and its version.</summary>
public sealed partial class Repository
{
    /// <summary>Opens the checkout in a directory.</summary>
    /// <param name="root">The directory that holds <c>Claudebox.psd1</c>.</param>
    /// <exception cref="BuildException">The manifest names no version.</exception>
    public Repository(string root)
    {
        Root = root;
        var match = ModuleVersion().Match(File.ReadAllText(Path.Combine(root, "Claudebox.psd1")));
        Version = match.Success ? match.Groups[1].Value : throw new BuildException("Claudebox.psd1 states no ModuleVersion.");
    }

    /// <summary>The top directory.</summary>
    public string Root { get; }

    /// <summary>The version, as the module manifest states it.</summary>
    public string Version { get; }

    /// <summary>Everything the build makes lies below this directory.</summary>
    public string Output => At("output");

    /// <summary>The staged module, importable from here.</summary>
    public string Module => At("output", "Claudebox", Version);

    /// <summary>A path below the top directory.</summary>
    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Makes a directory below <see cref="Output"/>, emptied first.</summary>
    public string FreshOutput(params string[] parts)
    {
        var directory = Path.Combine([Output, .. parts]);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
        return Directory.CreateDirectory(directory).FullName;
    }

    /// <summary>Copies a directory's content, overwriting.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from))
        {
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
        }
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();
}
