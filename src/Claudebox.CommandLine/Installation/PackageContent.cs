namespace Claudebox.CommandLine.Installation;

/// <summary>What a package has that can be installed.</summary>
public sealed record PackageContent
{
    private const string ToolManifest = "DotnetToolSettings.xml";
    private const string ModuleManifest = "Claudebox.psd1";

    /// <summary>The command as one file that runs by itself; null when the package has none.</summary>
    public string? CommandFile { get; init; }

    /// <summary>The program by which a .NET tool is started; null when this is no tool. Such a command is installed already.</summary>
    public string? ToolCommand { get; init; }

    /// <summary>The folder of the PowerShell module, with its manifest in it; null when the package has none.</summary>
    public string? ModuleFolder { get; init; }

    /// <summary>The PowerShell module as a zip archive; null when there is none.</summary>
    public string? ModuleArchive { get; init; }

    /// <summary>The package that this code comes from: a single file, a .NET tool or the PowerShell module.</summary>
    /// <returns>Its content; nothing when it runs from a build.</returns>
    public static PackageContent OfThisProgram()
    {
        var assembly = typeof(PackageContent).Assembly.Location;
        if (string.IsNullOrEmpty(assembly))
        {
            // Assemblies in a single file have no place of their own.
            var program = Environment.ProcessPath!;
            var archive = Path.Combine(Path.GetDirectoryName(program)!, $"Claudebox-{InstalledCommand.OwnVersion}.zip");
            return new PackageContent { CommandFile = program, ModuleArchive = File.Exists(archive) ? archive : null };
        }

        // The module keeps its private assemblies in a folder below its own.
        var above = Path.GetDirectoryName(Path.GetDirectoryName(assembly))!;
        return new PackageContent
        {
            ModuleFolder = ModuleFolders.VersionOf(above) is null ? null : above,
            ToolCommand = File.Exists(Path.Combine(AppContext.BaseDirectory, ToolManifest)) ? Environment.ProcessPath : null,
        };
    }
}
