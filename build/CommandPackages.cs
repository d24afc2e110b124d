using System.IO.Compression;

namespace Claudebox.Build;

/// <summary>The command as it is handed out: single files that need no .NET, and a .NET tool. Each carries the image's build context.</summary>
public sealed class CommandPackages(Repository repository, ImageContext context, Notices notices)
{
    private string Project => repository.At("src", "Claudebox.Cli", "Claudebox.Cli.csproj");

    private string Carried => repository.At("output", "context");

    /// <summary>Packs the staged image context for the packages to carry.</summary>
    /// <param name="level">How much time to spend on the size.</param>
    public Task PackContextAsync(CompressionLevel level) => ContextArchive.MakeAsync(context, repository.FreshOutput("context"), level);

    /// <summary>Publishes the single file of a system.</summary>
    /// <param name="rid">The system, such as <c>linux-x64</c>.</param>
    /// <param name="target">The file to make.</param>
    /// <exception cref="BuildException">Publishing failed, or gave more than the one file.</exception>
    public async Task PublishAsync(string rid, string target)
    {
        var published = repository.FreshOutput("publish", "cli", rid);
        await Tool.RequireAsync("dotnet", ["publish", Project, "-c", "Release", "-v", "quiet", "-r", rid, "-o", published, .. Properties]);
        // Symbols and documentation of the libraries are no part of it.
        var files = Directory.GetFiles(published).Where(file => Path.GetExtension(file) is not (".pdb" or ".xml")).ToList();
        if (files.Count != 1)
        {
            throw new BuildException($"The command is not one file: {string.Join(", ", files.Select(Path.GetFileName))}.");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(files[0], target, overwrite: true);
    }

    /// <summary>Packs the .NET tool.</summary>
    /// <param name="folder">Where the package is put.</param>
    /// <exception cref="BuildException">Packing failed.</exception>
    public Task PackToolAsync(string folder) => Tool.RequireAsync("dotnet", ["pack", Project, "-c", "Release", "-v", "quiet", "-o", folder, .. Properties]);

    private string[] Properties => [$"-p:ImageContext={Carried}", $"-p:Notices={notices.Path}"];
}
