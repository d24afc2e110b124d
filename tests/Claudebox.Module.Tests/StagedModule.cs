using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Claudebox.Module.Tests;

/// <summary>The module as it is shipped: <c>output/Claudebox/&lt;version&gt;</c>, made by <c>dotnet run build.cs module</c>.</summary>
internal static partial class StagedModule
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The module's folder.</summary>
    public static string Folder => Found.Value;

    /// <summary>The module's manifest.</summary>
    public static string Manifest => Path.Combine(Folder, "Claudebox.psd1");

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Find()
    {
        var version = ModuleVersion().Match(File.ReadAllText(Path.Combine(Repository, "Claudebox.psd1"))).Groups[1].Value;
        var folder = Path.Combine(Repository, "output", "Claudebox", version);
        return File.Exists(Path.Combine(folder, "Claudebox.psd1"))
            ? folder
            : throw new FileNotFoundException($"The module is not staged in '{folder}'. Run: dotnet run build.cs module");
    }

    private static string FindRepository([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();
}
