using System.Text.RegularExpressions;

namespace Claudebox.CommandLine.Installation;

/// <summary>Where PowerShell looks for the user's modules, and what of ours is there.</summary>
internal static partial class ModuleFolders
{
    private const string Name = "Claudebox";
    private const string Manifest = "Claudebox.psd1";

    // The GUID of our manifest: other modules may have the same name.
    private const string Guid = "6f2d6c2e-6c0f-4a4e-9a55-0d3c8c1f7b21";

    /// <summary>The user's folder for modules.</summary>
    public static string OfUser(InstallationPlan plan)
    {
        if (plan.Paths.IsWindows)
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments), "PowerShell", "Modules");
        }

        var data = plan.Host.Variables.TryGetValue("XDG_DATA_HOME", out var home) && home.StartsWith('/')
            ? home
            : Path.Combine(plan.Paths.HomeDirectory, ".local", "share");
        return Path.Combine(data, "powershell", "Modules");
    }

    /// <summary>Every folder that PowerShell looks in, the user's included.</summary>
    public static IEnumerable<string> All(InstallationPlan plan) =>
        (plan.Host.Variables.TryGetValue("PSModulePath", out var path) ? path : string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(OfUser(plan))
        .Select(Path.TrimEndingDirectorySeparator);

    /// <summary>The module's folder of a version, below a folder for modules.</summary>
    public static string OfVersion(string modules, string version) => Path.Combine(modules, Name, version);

    /// <summary>The folders of our module below a folder for modules.</summary>
    public static IReadOnlyList<string> Find(string modules)
    {
        var folder = Path.Combine(modules, Name);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Append(folder).Where(item => VersionOf(item) is not null).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The version of our module in a folder; null when it is not there.</summary>
    public static string? VersionOf(string folder)
    {
        var path = Path.Combine(folder, Manifest);
        if (!File.Exists(path))
        {
            return null;
        }

        var text = File.ReadAllText(path);
        return text.Contains(Guid, StringComparison.OrdinalIgnoreCase) && VersionLine().Match(text) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex VersionLine();
}
