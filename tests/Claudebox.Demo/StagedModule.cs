using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Claudebox.Demo;

/// <summary>The module in <c>output/</c>, as <c>dotnet run build.cs module</c> makes it.</summary>
internal sealed partial class StagedModule
{
    private StagedModule(string manifest, string version)
    {
        Manifest = manifest;
        Image = $"claudebox:{version}-minimal";
    }

    /// <summary>The module's psd1.</summary>
    public string Manifest { get; }

    /// <summary>The small image of the same version.</summary>
    public string Image { get; }

    /// <summary>Finds it; null when it is not staged.</summary>
    public static StagedModule? Find([CallerFilePath] string file = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
        var version = ModuleVersion().Match(File.ReadAllText(Path.Combine(root, "Claudebox.psd1"))).Groups[1].Value;
        var manifest = Path.Combine(root, "output", "Claudebox", version, "Claudebox.psd1");
        return File.Exists(manifest) ? new StagedModule(manifest, version) : null;
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();
}
