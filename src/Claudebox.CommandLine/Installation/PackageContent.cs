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

    /// <summary>The package that the running command comes from: a single file, a .NET tool, or the PowerShell module.</summary>
    /// <returns>Its content; nothing when the program runs from a build.</returns>
    public static PackageContent OfThisProgram()
    {
        var program = Environment.ProcessPath;
        if (program is not null && IsSingleFile)
        {
            var archive = Path.Combine(Path.GetDirectoryName(program)!, $"Claudebox-{InstalledCommand.OwnVersion}.zip");
            return new PackageContent { CommandFile = program, ModuleArchive = File.Exists(archive) ? archive : null };
        }

        if (FolderOfModule is { } module)
        {
            return OfModule(module);
        }

        return new PackageContent { ToolCommand = File.Exists(Path.Combine(AppContext.BaseDirectory, ToolManifest)) ? program : null };
    }

    /// <summary>The package of a PowerShell module.</summary>
    /// <param name="moduleFolder">The folder with the module's manifest.</param>
    /// <returns>Its content.</returns>
    public static PackageContent OfModule(string moduleFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(moduleFolder);
        return new PackageContent { ModuleFolder = moduleFolder };
    }

    // The module keeps this assembly in a folder below its own.
    private static string? FolderOfModule =>
        Path.GetDirectoryName(Path.GetDirectoryName(typeof(PackageContent).Assembly.Location)) is { } folder && File.Exists(Path.Combine(folder, ModuleManifest))
            ? folder
            : null;

    // Assemblies in a single file have no place of their own.
    private static bool IsSingleFile => string.IsNullOrEmpty(typeof(PackageContent).Assembly.Location);
}
